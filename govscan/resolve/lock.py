"""`govscan.lock`: what an earlier, online run concluded. Its text enters, a `Lock` leaves; and back.

The file is committed and reviewed, so it is written for a diff: one table a model, one fact a line, sorted, and the
same bytes for the same content. Reading is strict: whatever is not understood is an error with its line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from govscan.errors import Diagnostic, GovscanError, InvalidInput
from govscan.evidence import LockEntry
from govscan.reference import Identity

LOCK_NAME = "govscan.lock"
LOCK_VERSION = 1
MAX_LOCK_BYTES = 20_000_000

Key = tuple[str, str, str, str]


def lock_key(identity: Identity) -> Key:
    """What decides whether a lock entry is about a model: provider, name without case, the revision that code asks
    for, and for a hosted API the host. Where open weights are served, and a region, change nothing that is locked."""
    hosted = identity.provider != "huggingface"
    endpoint = (identity.endpoint or "").lower() if hosted else ""
    return (identity.provider, identity.name.lower(), identity.revision or "", endpoint)


class Lock(Mapping[Identity, LockEntry]):
    """Lock entries by model. `lock[identity]` compares by `lock_key`; a model that code pins to a full commit is also
    found where that very commit was locked under another revision of the same name."""

    def __init__(self, entries: Iterable[tuple[Identity, LockEntry]] = ()) -> None:
        self._by_key = {lock_key(identity): (identity, entry) for identity, entry in entries}
        self._by_commit = {
            (identity.provider, identity.name.lower(), entry.revision): entry
            for identity, entry in self._by_key.values()
            if entry.revision
        }

    def __getitem__(self, identity: Identity) -> LockEntry:
        found = self._by_key.get(lock_key(identity))
        if found is not None:
            return found[1]
        return self._by_commit[(identity.provider, identity.name.lower(), identity.revision or "")]

    def __iter__(self) -> Iterator[Identity]:
        return (identity for identity, _ in self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)


def find_lock(root: Path) -> Lock | None:
    """The lock at the root of a tree, None where there is none.

    Raises:
        InvalidInput: it is there, but cannot be read as one.
    """
    path = root / LOCK_NAME
    return read_lock(path) if os.path.lexists(path) else None


def read_lock(path: Path) -> Lock:
    """Read a lock file.

    Raises:
        InvalidInput: unreadable, not UTF-8, merge conflict markers, not TOML, unknown keys, wrong types, dates or
            digests that are none, two entries for one model.
    """
    from govscan.marked import Malformed, parse_toml
    from govscan.resolve.lock_reader import LockReader

    text = _text(path)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(("<<<<<<< ", "||||||| ", ">>>>>>> ")) or line.rstrip() == "=======":
            hint = "resolve the conflict, or run `govscan lock` again"
            raise InvalidInput((Diagnostic(str(path), number, 1, "merge conflict marker in the lock file", hint),))
    try:
        document = parse_toml(text)
    except Malformed as error:
        raise InvalidInput((Diagnostic(str(path), error.line, error.column, error.message),)) from error
    return LockReader(path).lock(document)


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise InvalidInput((Diagnostic(str(path), 1, 1, "the lock is not a regular file"),))
        with path.open("rb") as file:
            data = file.read(MAX_LOCK_BYTES + 1)
    except OSError as error:
        sentence = f"the lock cannot be read: {error.strerror}"
        raise InvalidInput((Diagnostic(str(path), 1, 1, sentence),)) from error
    if len(data) > MAX_LOCK_BYTES:
        raise InvalidInput((Diagnostic(str(path), 1, 1, f"the lock is larger than {MAX_LOCK_BYTES:,} bytes"),))
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInput((Diagnostic(str(path), line, 1, "the lock is not UTF-8"),)) from error


# --- writing ------------------------------------------------------------------------------------------------------

_HEADER = "# Written by `govscan lock`. Commit this file; run `govscan lock` to change it."


def render_lock(entries: Mapping[Identity, LockEntry]) -> str:
    """The text of a lock file; the same for equal entries, in whatever order they come. Of identities that share a
    `lock_key` the first one, by its text, is written."""
    by_key: dict[Key, tuple[Identity, LockEntry]] = {}
    for identity in sorted(entries, key=str):
        if identity.provider == "huggingface" and not identity.name:
            continue  # nothing was resolved, and no id could be written
        by_key.setdefault(lock_key(identity), (identity, entries[identity]))
    blocks = [f"{_HEADER}\nlock_version = {LOCK_VERSION}\n"]
    blocks += [_table(*by_key[key]) for key in sorted(by_key)]
    return "\n".join(blocks)


def write_lock(path: Path, entries: Mapping[Identity, LockEntry]) -> bool:
    """Write a lock file in one step: a reader sees the old or the new one, never half of it. Says whether anything
    changed.

    Raises:
        GovscanError: the folder cannot be written to.
    """
    data = render_lock(entries).encode("utf-8")
    # Beside the target, because a rename is atomic within one file system only.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise GovscanError(f"{path}: cannot be written: {error.strerror}") from error
    return True


def _table(identity: Identity, entry: LockEntry) -> str:
    hosted = identity.provider != "huggingface"
    purl = Identity(identity.provider, identity.name).purl
    lines = ["[[model]]", f"id = {_quoted(purl or f'{identity.provider}:{identity.name}')}"]
    for key, value in (
        ("endpoint", identity.endpoint.lower() if hosted and identity.endpoint else None),
        ("requested", identity.revision),
        ("revision", entry.revision),
        ("fetched", entry.fetched),
    ):
        if value:
            lines.append(f"{key} = {_quoted(value)}")
    if entry.base_models:
        lines += ["base_models = [", *(f"    {_quoted(name)}," for name in entry.base_models), "]"]
    said = (entry.license_declared, entry.license_detected, entry.license_concluded)
    license_ = [
        f"{key} = {_quoted(value)}"
        for key, value in zip(("declared", "detected", "concluded"), said, strict=True)
        if value
    ]
    if license_:
        lines += ["", "[model.license]", *license_]
    if entry.documents:
        lines += ["", "[model.documents]", *(f"{_quoted(n)} = {_quoted(s)}" for n, s in sorted(entry.documents))]
    return "\n".join(lines) + "\n"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _quoted(text: str) -> str:
    """A TOML basic string. What cannot be seen is escaped, so that a diff shows it; a lone surrogate, which TOML
    cannot carry, becomes U+FFFD."""
    return '"' + "".join(_ESCAPES.get(char) or _visible(char) for char in text) + '"'


def _visible(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if char.isprintable():
        return char
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
