"""The writer of `govscan.lock`: what was resolved and concluded enters, the text of the file leaves.

The file is committed and reviewed, so it is written for a diff: one table a model, one fact a line, sorted, and the
same bytes for the same content.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from govscan.errors import GovscanError
from govscan.evidence import LOCKED, LockEntry, Resolved
from govscan.facts import Facts
from govscan.reference import Identity
from govscan.resolve.documents import CONFIGS, MINOR_CONFIGS
from govscan.resolve.lock import LOCK_VERSION, Key, lock_key

MAX_TEXTS: Final = 100
MAX_CHARACTERS: Final = 400
_HEADER = "# Written by `govscan lock`. Commit this file; run `govscan lock` to change it."


def entry_of(evidence: Resolved, facts: Facts, fetched: str, base: bool = False) -> LockEntry:
    """The lock entry of a model that was just resolved. `fetched` is an ISO date; `base` says that the code names
    only what was made of it. Of the documents only card and license texts are recorded: an approval rests on them."""
    bases, gated, formats = (facts.value(f) for f in ("model.base_models", "model.gated", "artifacts.formats"))
    terms = facts.get("endpoint.terms")
    return LockEntry(
        revision=evidence.revision_sha,
        license_declared=_text(facts, "license.declared"),
        license_detected=_text(facts, "license.detected"),
        license_concluded=_text(facts, "license.concluded"),
        base_models=bases if isinstance(bases, tuple) else (),
        documents=tuple(sorted(_digests(evidence).items())),
        fetched=fetched,
        line=0,
        gated=gated if isinstance(gated, bool) else None,
        formats=tuple(sorted(formats)) if isinstance(formats, tuple) else (),
        base=base,
        terms=terms.value if isinstance(terms.value, str) else None,
        terms_read=terms.source.as_of if isinstance(terms.value, str) and terms.source is not None else None,
        facts=tuple((name, value) for name in sorted(LOCKED) if (value := _kept(facts, name)) is not None),
        code=tuple((file.name, file.sha256) for file in evidence.code.files if file.sha256) if evidence.code else (),
        code_from=tuple(sorted({each.repository for each in evidence.code.elsewhere})) if evidence.code else (),
    )


def _kept(facts: Facts, name: str) -> str | bool | tuple[str, ...] | None:
    """A fact as the lock has it, bounded; None where it is unknown."""
    value = facts.value(name)
    if isinstance(value, tuple):
        return tuple(text[:MAX_CHARACTERS] for text in value[:MAX_TEXTS])
    return value if isinstance(value, str | bool) else None


def render_lock(entries: Mapping[Identity, LockEntry], policies: Mapping[str, str] | None = None) -> str:
    """The text of a lock file; the same for equal entries, in whatever order they come. Of identities that share a
    `lock_key` the first one, by its text, is written. `policies` are digests of policy files from elsewhere."""
    by_key: dict[Key, tuple[Identity, LockEntry]] = {}
    for identity in sorted(entries, key=str):
        if identity.provider == "huggingface" and not identity.name:
            continue  # nothing was resolved, and no id could be written
        by_key.setdefault(lock_key(identity), (identity, entries[identity]))
    blocks = [f"{_HEADER}\nlock_version = {LOCK_VERSION}\n"]
    if policies:
        rows = (f"{_quoted(name)} = {_quoted(sha256)}" for name, sha256 in sorted(policies.items()))
        blocks.append("\n".join(("[policies]", *rows)) + "\n")
    blocks += [_table(*by_key[key]) for key in sorted(by_key)]
    return "\n".join(blocks)


def write_lock(path: Path, entries: Mapping[Identity, LockEntry], policies: Mapping[str, str] | None = None) -> bool:
    """Write a lock file in one step: a reader sees the old or the new one, never half of it. Says whether anything
    changed.

    Raises:
        GovscanError: the folder cannot be written to.
    """
    data = render_lock(entries, policies).encode("utf-8")
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


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Keep other runs from reading and writing the lock of a folder until this one is done with it. Where the system
    has no such locks, or not for folders, nobody is kept."""
    try:
        import fcntl

        number = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _table(identity: Identity, entry: LockEntry) -> str:
    hosted = identity.provider != "huggingface"
    purl = Identity(identity.provider, identity.name).purl
    lines = ["[[model]]", f"id = {_quoted(purl or f'{identity.provider}:{identity.name}')}"]
    for key, value in (
        ("endpoint", identity.endpoint.lower() if hosted and identity.endpoint else None),
        ("requested", identity.revision),
        ("revision", entry.revision),
        ("fetched", entry.fetched),
        ("terms", entry.terms),
        ("terms_read", entry.terms_read),
    ):
        if value:
            lines.append(f"{key} = {_quoted(value)}")
    for key, flag in (("base", entry.base or None), ("gated", entry.gated)):
        if flag is not None:
            lines.append(f"{key} = {str(flag).lower()}")
    for key, names in (
        ("formats", entry.formats),
        ("base_models", entry.base_models),
        ("code_from", entry.code_from),
    ):
        if names:
            lines += _array(key, names)
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
    if entry.code:
        lines += ["", "[model.remote_code]", *(f"{_quoted(n)} = {_quoted(s)}" for n, s in sorted(entry.code))]
    lines += _facts(entry)
    return "\n".join(lines) + "\n"


def _facts(entry: LockEntry) -> list[str]:
    lines = ["", "[model.facts]"] if entry.facts else []
    for name, value in sorted(entry.facts):
        if isinstance(value, tuple):
            lines += _array(_quoted(name), value)
        else:
            lines.append(f"{_quoted(name)} = {_quoted(value) if isinstance(value, str) else str(value).lower()}")
    return lines


def _array(key: str, texts: Iterable[str]) -> list[str]:
    """A list of texts, one a line."""
    rows = [f"    {_quoted(text)}," for text in texts]
    return [f"{key} = [", *rows, "]"] if rows else [f"{key} = []"]


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


def _digests(evidence: Resolved) -> Mapping[str, str]:
    """Of everything but configs, so that a license file of an unusual name, which the card links to, is among it."""
    configs = {*CONFIGS, *MINOR_CONFIGS}
    return {document.name: document.sha256 for document in evidence.documents if document.name not in configs}


def _text(facts: Facts, name: str) -> str | None:
    value = facts.value(name)
    return value if isinstance(value, str) else None
