"""Policies of sub-trees: a root policy lists the folders that have rules of their own, and those may only tighten.

    subtrees: [services/shop, lab]        # in the root; each folder has a govscan.yaml with `rules`

A sub-tree says nothing about contexts, endpoints or exclusions, and overrides nothing: it can ask for more, never for
less. A policy in a folder that no root lists is none of this one's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from posixpath import normpath
from typing import Final

from msgspec import Struct

from govscan import limits
from govscan.evaluate.reading import Reader, read_mapping
from govscan.evaluate.rules import new_rule, read_drafts, redefined
from govscan.marked import Malformed, Node, parse_yaml
from govscan.policy import Rule, Subtree
from govscan.regular import is_regular, opened

KEY: Final = "subtrees"
KEYS: Final = ("govscan", "name", "rules")


class Read(Struct, frozen=True):
    """A sub-tree, the name of its file for people, and that file's bytes."""

    subtree: Subtree
    shown: str
    data: bytes


def read_subtrees(
    reader: Reader, node: Node, file: Path, shown: str, rules: Sequence[Rule], names: Sequence[str]
) -> Iterator[Read]:
    """The sub-trees that `node` of the policy `file` lists, those above others first. `rules` are the root's, `names`
    what a policy file may be called. Mistakes in a sub-tree's file are complained of in its own name."""
    folders: dict[str, Node] = {}
    for entry in reader.entries(node, KEY, "[services/shop]"):
        text = reader.text(entry, f"an entry of {KEY}") or ""
        folder = normpath(text) if text else ""
        if not folder or folder.startswith(("/", "..")) or folder == "." or "\\" in folder:
            reader.complain(entry, f"a sub-tree must be a folder below this one, not {text!r}")
        elif folder in folders:
            reader.complain(entry, f"the sub-tree {folder!r} is there twice")
        else:
            folders[folder] = entry
    inherited = {"": tuple(rules)}
    for folder in sorted(folders):
        found = next((name for name in names if is_regular(file.parent / folder / name)), None)
        if found is None:
            reader.complain(
                folders[folder], f"there is no {names[0]} in {folder}", "write one, or take it off the list"
            )
            continue
        above = max((each for each in inherited if not each or folder.startswith(f"{each}/")), key=len)
        name = normpath(str(Path(shown).parent / folder / found))
        read = _read(file.parent / folder / found, name, folder, inherited[above])
        reader.found.extend(read[0].found)
        inherited[folder] = read[1].subtree.rules
        yield read[1]


def _read(file: Path, shown: str, folder: str, inherited: Sequence[Rule]) -> tuple[Reader, Read]:
    node, data = read_mapping(file, shown)
    reader = Reader(shown)
    entries = reader.mapping(node, "the policy of a sub-tree", KEYS)
    version = node.get("govscan")
    if version is None or version.scalar != 1:
        reader.complain(version or node, "the policy of a sub-tree does not say `govscan: 1`", "make it the first line")
    rules = {rule.id: rule for rule in inherited}
    for draft in read_drafts(reader, entries["rules"]) if "rules" in entries else ():
        if draft.id in rules:
            rules[draft.id] = redefined(reader, rules[draft.id], draft, None, shown)
        else:
            rule = new_rule(reader, draft, shown)
            if rule is not None:
                rules[rule.id] = rule
    return reader, Read(Subtree(folder, tuple(rules.values())), shown, data)


def lists(policy: Path, folder: Path) -> bool:
    """Whether a policy file lists a folder as its sub-tree. One that cannot be parsed might."""
    try:
        with opened(policy) as file:
            data = file.read(limits.RECORD_BYTES + 1)
        if len(data) > limits.RECORD_BYTES:
            return True  # where it is read itself, it is refused
        if KEY.encode() not in data:
            return False
        documents = parse_yaml(data.decode("utf-8", "replace"))
    except Malformed:
        return True
    except OSError:
        return False
    node = documents[0].get(KEY) if documents else None
    listed = [entry.text for entry in node.entries if entry.text] if node is not None else []
    return any((policy.parent / text).resolve() == folder.resolve() for text in listed)
