"""The strict reader of `govscan.lock`: its text enters, a `Lock` leaves, or every mistake with its line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from govscan import limits
from govscan.errors import Diagnostic, InvalidInput
from govscan.evidence import LOCKED, LockEntry
from govscan.marked import Malformed, Node, parse_toml
from govscan.reference import Identity
from govscan.regular import opened
from govscan.resolve.lock import LOCK_NAME, LOCK_VERSION, Key, Lock, lock_key
from govscan.vocabulary import VOCABULARY, FactType

_PURL = "pkg:huggingface/"
_HEX = frozenset("0123456789abcdef")


def find_lock(root: Path, subtrees: Sequence[str] = ()) -> Lock | None:
    """The lock at the root of a tree together with those of its `subtrees`, None where there is none.

    Raises:
        InvalidInput: one is there, but cannot be read as one; two of them record different things of one model.
    """
    wanted = (root / LOCK_NAME, *(root / folder / LOCK_NAME for folder in subtrees))
    paths = [path for path in wanted if os.path.lexists(path)]
    locks = [(path, read_lock(path)) for path in paths]
    return _merged(locks) if len(locks) > 1 else locks[0][1] if locks else None


def _merged(locks: Sequence[tuple[Path, Lock]]) -> Lock:
    entries: dict[Key, tuple[Identity, LockEntry, Path]] = {}
    mistakes = []
    for path, lock in locks:
        for identity in lock:
            first = entries.setdefault(lock_key(identity), (identity, lock[identity], path))
            if said(first[1]) != said(lock[identity]):
                sentence = f"{identity} is locked otherwise in {first[2]}:{first[1].line}"
                mistakes.append(Diagnostic(str(path), lock[identity].line, 1, sentence, "run `govscan lock`"))
    if mistakes:
        raise InvalidInput(tuple(mistakes))
    policies = {name: sha256 for _, lock in reversed(locks) for name, sha256 in lock.policies.items()}
    return Lock(((identity, entry) for identity, entry, _ in entries.values()), policies)


def said(entry: LockEntry) -> tuple[object, ...]:
    """What an entry says, apart from where, when and for whom."""
    names = (name for name in entry.__struct_fields__ if name not in ("fetched", "line", "base"))
    return tuple(getattr(entry, name) for name in names)


def read_lock(path: Path) -> Lock:
    """Read a lock file.

    Raises:
        InvalidInput: unreadable, not UTF-8, merge conflict markers, not TOML, unknown keys, wrong types, dates or
            digests that are none, two entries for one model.
    """

    text = _text(path)
    number = conflict_in(text)
    if number:
        hint = "resolve the conflict, or run `govscan lock` again"
        raise InvalidInput((Diagnostic(str(path), number, 1, "merge conflict marker in the lock file", hint),))
    try:
        document = parse_toml(text)
    except Malformed as error:
        raise InvalidInput((Diagnostic(str(path), error.line, error.column, error.message),)) from error
    return LockReader(path).lock(document)


def conflict_in(text: str) -> int:
    """The first line of a lock that git left a merge conflict in; 0 for none."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(("<<<<<<< ", "||||||| ", ">>>>>>> ")) or line.rstrip() == "=======":
            return number
    return 0


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise InvalidInput((Diagnostic(str(path), 1, 1, "the lock is not a regular file"),))
        with opened(path) as file:
            data = file.read(limits.LOCK_BYTES + 1)
    except OSError as error:
        sentence = f"the lock cannot be read: {error.strerror}"
        raise InvalidInput((Diagnostic(str(path), 1, 1, sentence),)) from error
    if len(data) > limits.LOCK_BYTES:
        raise InvalidInput((Diagnostic(str(path), 1, 1, f"the lock is larger than {limits.LOCK_BYTES:,} bytes"),))
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInput((Diagnostic(str(path), line, 1, "the lock is not UTF-8"),)) from error


class LockReader:
    """Turns positioned TOML into entries and collects every mistake on the way."""

    KEYS = (
        *("id", "endpoint", "requested", "revision", "fetched", "terms", "terms_read", "base", "gated", "formats"),
        *("base_models", "license", "documents", "facts", "remote_code", "code_from"),
    )
    LICENSE_KEYS = ("declared", "detected", "concluded")

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.mistakes: list[Diagnostic] = []

    def lock(self, document: Node) -> Lock:
        self.known(document, ("lock_version", "policies", "model"))
        version = document.get("lock_version")
        if version is None:
            self.mistake(document, f"lock_version = {LOCK_VERSION} is missing")
        elif version.scalar is True or version.scalar != LOCK_VERSION:
            newer = isinstance(version.scalar, int) and version.scalar > LOCK_VERSION
            hint = "a newer govscan wrote it: update govscan" if newer else "run `govscan lock` to write it anew"
            self.mistake(
                version, f"lock_version {version.raw} is not one that this govscan reads ({LOCK_VERSION})", hint
            )
        models = document.get("model")
        if models is not None and models.kind != "list":
            self.mistake(models, "model must be an array of tables: [[model]]")
        entries: dict[Key, tuple[Identity, LockEntry]] = {}
        for node in models.entries if models is not None else ():
            read = self.entry(node)
            if read is None:
                continue
            key = lock_key(read[0])
            if key in entries:
                sentence = f"{read[0]} is locked twice, first in line {entries[key][1].line}"
                self.mistakes.append(Diagnostic(self.path, read[1].line, 1, sentence))
            entries[key] = read
        policies = self.policies(document.get("policies"))
        if self.mistakes:
            raise InvalidInput(tuple(self.mistakes))
        return Lock(entries.values(), policies)

    def policies(self, node: Node | None) -> dict[str, str]:
        """Digests of policy files by their names."""
        if node is None:
            return {}
        if node.kind != "map":
            self.mistake(node, "policies must be a table")
        found: dict[str, str] = {}
        for key, value in node.items:
            text = value.text or ""
            if len(text) != 64 or not _HEX.issuperset(text):
                self.mistake(value, f"the sha256 of {key.text} is not 64 hex digits")
            found[key.text or ""] = text
        return found

    def entry(self, node: Node) -> tuple[Identity, LockEntry] | None:
        if node.kind != "map":
            self.mistake(node, "a model must be a table")
            return None
        self.known(node, self.KEYS)
        named = node.get("id")
        name = self.string(node, "id")
        if named is None or not name:
            self.mistake(node, 'id is missing, for example id = "pkg:huggingface/org/name"')
            return None
        provider, model = _parse_id(name)
        if not provider:
            self.mistake(named, f"{name!r} is neither a pkg:huggingface/ package URL nor provider:name")
            return None
        license_ = self.table(node, "license")
        if license_ is not None:
            self.known(license_, self.LICENSE_KEYS)
        entry = LockEntry(
            revision=self.digest(node, "revision", (40, 64)),
            license_declared=self.string(license_, "declared"),
            license_detected=self.string(license_, "detected"),
            license_concluded=self.string(license_, "concluded"),
            base_models=self.strings(node, "base_models"),
            documents=self.digests(node, "documents"),
            facts=self.facts(node),
            code=self.digests(node, "remote_code"),
            code_from=self.strings(node, "code_from"),
            fetched=self.day(node, "fetched"),
            line=named.line,
            gated=self.flag(node, "gated"),
            formats=self.strings(node, "formats"),
            base=self.flag(node, "base") or False,
            terms=self.string(node, "terms"),
            terms_read=self.day(node, "terms_read") if node.get("terms_read") is not None else None,
        )
        identity = Identity(provider, model, self.string(node, "requested"), self.string(node, "endpoint"))
        return identity, entry

    def known(self, node: Node, keys: tuple[str, ...]) -> None:
        for key, _ in node.items:
            if key.scalar not in keys:
                from difflib import get_close_matches

                near = get_close_matches(str(key.scalar), keys, 1)
                self.mistake(key, f"unknown key {key.scalar!r}", f"did you mean {near[0]}?" if near else "")

    def string(self, node: Node | None, key: str) -> str | None:
        found = node.get(key) if node is not None else None
        if found is not None and found.text is None:
            self.mistake(found, f"{key} must be a string")
        return found.text if found is not None else None

    def flag(self, node: Node, key: str) -> bool | None:
        found = node.get(key)
        if found is not None and not isinstance(found.scalar, bool):
            self.mistake(found, f"{key} must be true or false")
            return None
        return bool(found.scalar) if found is not None else None

    def strings(self, node: Node, key: str) -> tuple[str, ...]:
        found = node.get(key)
        if found is None:
            return ()
        if found.kind != "list" or any(entry.text is None for entry in found.entries):
            self.mistake(found, f"{key} must be a list of strings")
        return tuple(entry.text for entry in found.entries if entry.text is not None)

    def table(self, node: Node, key: str) -> Node | None:
        found = node.get(key)
        if found is not None and found.kind != "map":
            self.mistake(found, f"{key} must be a table")
            return None
        return found

    def digest(self, node: Node, key: str, lengths: tuple[int, ...]) -> str | None:
        text = self.string(node, key)
        if text is not None and not (len(text) in lengths and _HEX.issuperset(text)):
            wanted = " or ".join(str(length) for length in lengths)
            self.mistake(node.get(key) or node, f"{key} must be {wanted} hexadecimal digits in lower case")
        return text

    def facts(self, node: Node) -> tuple[tuple[str, str | bool | tuple[str, ...]], ...]:
        table = self.table(node, "facts")
        if table is None:
            return ()
        self.known(table, LOCKED)
        found: list[tuple[str, str | bool | tuple[str, ...]]] = []
        for name in sorted(LOCKED):
            if table.get(name) is None:
                continue
            kind = VOCABULARY[name].type
            said = self.strings(table, name) if kind is FactType.TEXTS else self.string(table, name)
            found += [(name, said)] if said is not None else []
        return tuple(found)

    def digests(self, node: Node, key: str) -> tuple[tuple[str, str], ...]:
        """Files with their sha256."""
        table = self.table(node, key)
        names = [str(key.scalar) for key, _ in table.items] if table is not None else []
        return tuple((name, self.digest(table, name, (64,)) or "") for name in sorted(names) if table is not None)

    def day(self, node: Node, key: str) -> str:
        found = node.get(key)
        if found is None:
            self.mistake(node, f'{key} is missing, for example {key} = "2026-01-31"')
            return ""
        if isinstance(found.value, date):
            return found.value.isoformat()
        try:
            day = date.fromisoformat(found.text or "").isoformat()
        except ValueError:
            day = ""
        if day != found.text:
            self.mistake(found, f"{key} must be a date, written as 2026-01-31")
        return day

    def mistake(self, node: Node, message: str, hint: str = "") -> None:
        self.mistakes.append(Diagnostic(self.path, node.line, node.column, message, hint))


def _parse_id(text: str) -> tuple[str, str]:
    if text.startswith(_PURL):
        name = "/".join(unquote(part) for part in text.removeprefix(_PURL).split("/"))
        return ("huggingface", name) if name else ("", "")
    provider, colon, name = text.partition(":")
    if not colon or provider in ("pkg", "huggingface"):
        return "", ""
    return provider, name
