"""The baseline: findings that were there when govscan was adopted. Its file is read and written here, and decides here
which findings it covers.

A baseline is not an approval. What it covers is shown, counted and grows older; a finding whose grounds change (another
value of a fact that decides) is a new one.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from govscan.evaluate.reading import Reader, read_mapping
from govscan.evaluate.reviews import check_version
from govscan.evaluate.rules import named
from govscan.evaluate.unread import UNREAD
from govscan.finding import Finding, Verdict
from govscan.marked import Node
from govscan.policy import BaselineEntry
from govscan.reference import Identity

VERSION: Final = 1
KEYS: Final = ("govscan_baseline", "findings")
ENTRY_KEYS: Final = ("rule", "model", "context", "fingerprint", "grounds", "since")
_HEX: Final = frozenset("0123456789abcdef")
_HEADER: Final = """\
# Findings that were there when this file was written. They are shown and fail nothing, until what decides them changes.
# Written by `govscan baseline`; `govscan baseline --prune` takes out those that are gone.
"""


def load_baseline(path: Path, shown: str) -> tuple[BaselineEntry, ...]:
    """The entries of the file.

    Raises:
        govscan.errors.InvalidInput: an unknown key, a bad date, a missing field.
    """
    node, _ = read_mapping(path, shown)
    reader = Reader(shown)
    entries = reader.mapping(node, "the baseline", KEYS)
    check_version(reader, node, "govscan_baseline", VERSION)
    listed = reader.entries(entries["findings"], "findings") if "findings" in entries else ()
    rows = [_entry(reader, each) for each in listed]
    reader.finish()
    return tuple(row for row in rows if row is not None)


def _entry(reader: Reader, node: Node) -> BaselineEntry | None:
    what = "an entry of the baseline"
    entries = reader.mapping(node, what, ENTRY_KEYS)
    if node.kind != "map":
        return None
    reader.required(entries, node, what, *(key for key in ENTRY_KEYS if key != "context"))
    if not set(ENTRY_KEYS) - {"context"} <= entries.keys():
        return None
    context = entries.get("context")
    since = reader.date(entries["since"], f"since of {what}")
    rule = named(reader, entries["rule"], f"rule of {what}")
    model = reader.text(entries["model"], f"model of {what}")
    fingerprint, grounds = (_digest(reader, entries[key], f"{key} of {what}") for key in ("fingerprint", "grounds"))
    if not (rule and model and since):
        return None
    told = reader.text(context, f"context of {what}") if context is not None else ""
    return BaselineEntry(rule, model, told or "", fingerprint, grounds, since, reader.place(node))


def _digest(reader: Reader, node: Node, what: str) -> str:
    text = node.raw or ""  # as written: 32 digits without a letter would read as a number
    if len(text) != 32 or not _HEX.issuperset(text):
        reader.complain(node, f"{what} must be 32 hex digits", "let `govscan baseline` write this file")
    return text


class Covering:
    """What a baseline covers, finding by finding: each entry covers one."""

    def __init__(self, entries: Iterable[BaselineEntry], now: dt.date) -> None:
        self.now = now
        self.entries = {_key(entry): entry for entry in entries}
        self.left = set(self.entries)

    def cover(self, finding: Finding) -> Finding:
        """The finding as an entry covers it; as it is where none does."""
        if not finding.open or not self.left:
            return finding
        key = _key_of(finding)
        if key not in self.left:
            return finding
        self.left.remove(key)
        since = self.entries[key].since
        age = f"{(self.now - since).days} days" if since <= self.now else "not begun"
        said = f"in the baseline since {since} ({age}), was {finding.verdict}: {finding.message}"
        return replace(finding, verdict=Verdict.BASELINED, message=said)

    def unused(self) -> list[str]:
        """The entries that covered nothing, as warnings."""
        return [
            f"{entry.place}: {entry.rule} for {entry.model} no longer occurs; run `govscan baseline --prune`"
            for key, entry in self.entries.items()
            if key in self.left
        ]


def _key(entry: BaselineEntry) -> tuple[str, str, str, str, str]:
    return (entry.rule, entry.model, entry.context, entry.fingerprint, entry.grounds)


def _key_of(finding: Finding) -> tuple[str, str, str, str, str]:
    return (finding.rule, bare(finding.model), finding.context, finding.fingerprint, finding.grounds)


def bare(model: Identity) -> str:
    """A model as the baseline names it: a new revision is no new finding."""
    return str(replace(model, revision=None))


def renewed(
    known: Iterable[BaselineEntry], findings: Iterable[Finding], unread: Collection[str], today: dt.date, add: bool
) -> str:
    """The text of the file with what `known` has and still occurs, and, to `add`, what else is open. `findings` are as
    they were before a baseline covered them. Entries about models that are `unread` today stay; what could only not be
    read is not added: that is no finding about the model."""
    since = {_key(entry): entry.since for entry in known}
    rows = {key: day for key, day in since.items() if key[1] in unread}
    for finding in findings:
        key = _key_of(finding)
        if finding.open and (key in since or (add and finding.rule != UNREAD)):
            rows[key] = since.get(key, today)
    lines = [f"{_HEADER}govscan_baseline: {VERSION}", "findings:" if rows else "findings: []"]
    for key, day in sorted(rows.items()):
        rule, model, context, fingerprint, grounds = (json.dumps(part, ensure_ascii=False) for part in key)
        lines.append(f"  - rule: {rule}\n    model: {model}\n    context: {context}")
        lines.append(f"    fingerprint: {fingerprint}\n    grounds: {grounds}\n    since: {day}")
    return "\n".join(lines) + "\n"
