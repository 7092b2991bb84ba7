"""Finding and loading a policy: one file, the packs and files that it extends, and the digest over all of them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from govscan.errors import InvalidInput
from govscan.evaluate.layers import PACK, Layer, Refused, layer_of, pack_layer
from govscan.evaluate.reading import Reader, read_mapping, refusal, suggestion
from govscan.evaluate.rules import Draft, new_rule, read_drafts, redefined
from govscan.evaluate.settings import read_contexts, read_default_context, read_endpoints, read_overrides, read_signers
from govscan.evaluate.subtrees import KEY as SUBTREES
from govscan.evaluate.subtrees import lists, read_subtrees
from govscan.marked import Node
from govscan.policy import Context, Override, OwnEndpoint, Policy, Rule, Signer, Subtree

VERSION = 1
KEYS = (
    "govscan", "name", "extends", "contexts", "default_context", "rules", "endpoints", "signers", "exclude",
    "overrides", SUBTREES,
)  # fmt: skip
NAMES = ("govscan.yaml", "govscan.yml")
FALLBACK = "baseline"
_NOTICE = f"no govscan.yaml found; the built-in pack '{FALLBACK}' applies (run `govscan init` to write a policy)"


def find_policy(path: Path | None, root: Path) -> Path | None:
    """The file that `load_policy` reads: `path`, else the nearest policy in `root` or above it, within the git work
    tree that `root` is in. None where a pack applies. Reviews and waivers lie in `.govscan/` beside this file. For the
    policy of a sub-tree it is the root policy that lists it."""
    if path is not None:
        return None if str(path).startswith(PACK) else _root_policy(path)
    for folder in _folders_up(root):
        found = _policy_in(folder)
        if found is not None:
            return _root_policy(found)
    return None


def _policy_in(folder: Path) -> Path | None:
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def _root_policy(found: Path) -> Path:
    """The policy that lists the folder of `found` as its sub-tree, else `found`."""
    if found.name not in NAMES:
        return found
    for folder in _folders_up(found.parent)[1:]:
        above = _policy_in(folder)
        if above is not None and above.absolute() != found.absolute() and lists(above, found.parent):
            return above
    return found


def _folders_up(root: Path) -> list[Path]:
    """`root`, and the folders above it up to the top of its git work tree; `root` alone outside of one."""
    folders = [root]
    for folder in (root.absolute(), *root.absolute().parents):
        if folder != root.absolute():
            folders.append(folder)
        if (folder / ".git").exists():
            return folders
    return [root]


def load_policy(path: Path | None, root: Path) -> Policy:
    """The policy at `path`, else `govscan.yaml` in `root` or above it up to the root of the git work tree, else
    the pack `baseline`, which then says in `notice` that nobody chose it. `path` may be "govscan:<pack>".

    Raises:
        govscan.errors.InvalidInput: with every mistake that was found.
    """
    found = find_policy(path, root)
    if found is None:
        pack = FALLBACK if path is None else str(path).removeprefix(PACK)
        layer = _pack(pack)
        return _Assembly(notice=_NOTICE if path is None else "").policy(layer.file, layer.shown)
    shown = _shown(found, root)
    if found.name in NAMES and all((found.parent / name).is_file() for name in NAMES):
        raise refusal(shown, "there is a govscan.yml beside it", hint="keep one of them")
    return _Assembly().policy(found, shown)


def _pack(name: str) -> Layer:
    found = pack_layer(name)
    if isinstance(found, Refused):
        raise refusal(f"{PACK}{name}", found.message, hint=found.hint)
    return found


def _shown(found: Path, root: Path) -> str:
    """The path for people: relative to the scanned root where it lies within or above it in the same work tree."""
    relative = Path(os.path.relpath(found, root))
    near = found.parent.absolute() in [folder.absolute() for folder in _folders_up(root)] or ".." not in relative.parts
    return relative.as_posix() if near else found.as_posix()


_Named = TypeVar("_Named", Context, OwnEndpoint, Signer)


def _add(found: dict[str, _Named], key: str, item: _Named, kind: str, reader: Reader, node: Node) -> None:
    """Keep `item`; a policy file that names it twice, or names what an earlier file did, is told where it stands."""
    if key in found:
        reader.complain(node, f"{kind} {key!r} is there already, in {found[key].place}")
    found[key] = item


class _Assembly(Struct):
    """What the files read so far add up to. Layers come in order: what is extended first, then what extends it."""

    notice: str = ""
    rules: dict[str, Rule] = field(default_factory=dict)
    contexts: dict[str, Context] = field(default_factory=dict)
    default_context: Context | None = None
    endpoints: dict[str, OwnEndpoint] = field(default_factory=dict)
    signers: dict[str, Signer] = field(default_factory=dict)
    exclude: list[str] = field(default_factory=list)
    extends: list[str] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    subtrees: list[Subtree] = field(default_factory=list)
    layers: list[tuple[str, str]] = field(default_factory=list)
    done: set[Path] = field(default_factory=set)
    active: list[Path] = field(default_factory=list)
    hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def policy(self, file: Path, shown: str) -> Policy:
        """Read the outermost file, and everything below it."""
        name = self.layer(file, shown)
        if not self.rules:
            hint = f"add `extends: [{PACK}{FALLBACK}]` or `rules`"
            raise refusal(shown, "the policy has no rules", hint=hint)
        return Policy(
            name=name or shown,
            source=shown,
            digest=self.hash.hexdigest(),
            rules=tuple(self.rules.values()),
            contexts=tuple(self.contexts.values()),
            default_context=self.default_context,
            endpoints=tuple(self.endpoints.values()),
            signers=tuple(self.signers.values()),
            exclude=tuple(dict.fromkeys(self.exclude)),
            extends=tuple(dict.fromkeys(self.extends)),
            overrides=tuple(self.overrides),
            notice=self.notice,
            layers=tuple(self.layers),
            subtrees=tuple(self.subtrees),
        )

    def layer(self, file: Path, shown: str) -> str:
        """Read one file, what it extends first. Returns the policy's name."""
        identity = file.resolve()
        self.active.append(identity)
        node, data = read_mapping(file, shown)
        self.count(shown, data)
        reader = Reader(shown)
        _check_version(reader, node)
        entries = reader.mapping(node, "the policy", KEYS)
        self.read_extends(reader, entries, file, shown)
        name = reader.text(entries["name"], "name") if "name" in entries else None
        self.read_settings(reader, entries)
        self.read_rules(reader, entries, shown)
        self.read_subtrees(reader, entries, file, shown)
        reader.finish()
        self.active.pop()
        self.done.add(identity)
        return name or ""

    def count(self, shown: str, data: bytes) -> None:
        """Take a file into the digest, with its length, so that files cannot run together."""
        self.layers.append((shown, hashlib.sha256(data).hexdigest()))
        self.hash.update(len(data).to_bytes(8, "big") + data)

    def read_subtrees(self, reader: Reader, entries: dict[str, Node], file: Path, shown: str) -> None:
        if SUBTREES not in entries:
            return
        if len(self.active) > 1:
            reader.complain(
                entries[SUBTREES], "a policy that is extended has no sub-trees", "list them in the first file"
            )
            return
        for read in read_subtrees(reader, entries[SUBTREES], file, shown, tuple(self.rules.values()), NAMES):
            self.count(read.shown, read.data)
            self.subtrees.append(read.subtree)

    def read_extends(self, reader: Reader, entries: dict[str, Node], file: Path, shown: str) -> None:
        if "extends" not in entries:
            return
        node = entries["extends"]
        for entry in reader.entries(node, "extends", f"[{node.raw or PACK + FALLBACK}]"):
            target = reader.text(entry, "an entry of extends")
            if target is None:
                continue
            below = self.target(reader, entry, target, file, shown)
            if below is None or below.file.resolve() in self.done:
                continue
            depth = len(self.active)
            try:
                self.layer(below.file, below.shown)
            except InvalidInput as error:
                del self.active[depth:]
                reader.found.extend(error.diagnostics)
            self.extends.append(below.shown)

    def target(self, reader: Reader, node: Node, entry: str, file: Path, shown: str) -> Layer | None:
        """The file that an entry of `extends` means, where it may be extended."""
        found = layer_of(entry, file, shown)
        if isinstance(found, Refused):
            reader.complain(node, found.message, found.hint)
        elif found.file.resolve() in self.active:
            reader.complain(node, f"extending {entry!r} leads back to this policy")
        elif len(self.active) > 1 and not entry.startswith(PACK):
            reader.complain(
                node, "a policy that is extended may extend packs only", f"extend {entry} in the first file"
            )
        else:
            return found
        return None

    def read_settings(self, reader: Reader, entries: dict[str, Node]) -> None:
        if "contexts" in entries:
            for context in read_contexts(reader, entries["contexts"]):
                _add(self.contexts, context.name, context, "context", reader, entries["contexts"])
        if "default_context" in entries:
            if self.default_context is not None:
                place = self.default_context.place
                reader.complain(entries["default_context"], f"default_context is there already, in {place}")
            self.default_context = read_default_context(reader, entries["default_context"])
        if "endpoints" in entries:
            for endpoint in read_endpoints(reader, entries["endpoints"]):
                _add(self.endpoints, endpoint.host, endpoint, "endpoint", reader, entries["endpoints"])
        if "signers" in entries:
            for signer in read_signers(reader, entries["signers"]):
                _add(self.signers, signer.name, signer, "signer", reader, entries["signers"])
        if "exclude" in entries:
            self.exclude.extend(reader.texts(entries["exclude"], "exclude"))

    def read_rules(self, reader: Reader, entries: dict[str, Node], origin: str) -> None:
        drafts = read_drafts(reader, entries["rules"]) if "rules" in entries else []
        overrides = read_overrides(reader, entries["overrides"]) if "overrides" in entries else {}
        inherited = frozenset(self.rules)
        changed = {draft.id for draft in drafts}
        for rule, (override, node) in overrides.items():
            if rule not in inherited:
                reader.complain(node, f"no extended policy has a rule {rule!r}", suggestion(rule, inherited))
            elif override.disabled and rule in changed:
                reader.complain(node, f"rule {rule!r} is disabled and redefined", "keep one of them")
            elif not override.disabled and rule not in changed:
                hint = "redefine the rule under rules, or add `disabled: true`"
                reader.complain(node, f"the override of {rule!r} changes nothing", hint)
            elif override.disabled:
                del self.rules[rule]
            self.overrides.append(override)
        for draft in drafts:
            loosening = overrides.get(draft.id)
            self.add(reader, draft, loosening[0] if loosening else None, origin)

    def add(self, reader: Reader, draft: Draft, override: Override | None, origin: str) -> None:
        if draft.id in self.rules:
            self.rules[draft.id] = redefined(reader, self.rules[draft.id], draft, override, origin)
            return
        rule = new_rule(reader, draft, origin)
        if rule is not None:
            self.rules[rule.id] = rule


def _check_version(reader: Reader, node: Node) -> None:
    """Raises:
    InvalidInput: the policy says that it is not of this version; what else looks wrong would only mislead.
    """
    version = node.get("govscan")
    if version is None:
        reader.complain(node, "the policy does not say `govscan: 1`", "make it the first line")
        return
    number = version.scalar
    if isinstance(number, int) and not isinstance(number, bool) and number > VERSION:
        message = f"policy version {number} is newer than this govscan understands ({VERSION})"
        raise refusal(reader.shown, message, version.line, version.column, "upgrade govscan")
    if number != VERSION or isinstance(number, bool):
        reader.complain(version, f"`govscan` must be {VERSION}, not {version.raw or 'a list or mapping'}")
