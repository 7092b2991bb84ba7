"""The code that a model ships: whether there is any, which files would run, what they reach for, whose code it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from govscan.evidence import Code, Evidence, LockEntry, Resolved
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.identify.claim import cite
from govscan.marked import Malformed, parse_json
from govscan.reference import Reference

CONFIGS: Final = ("config.json", "tokenizer_config.json", "processor_config.json", "preprocessor_config.json")
DEFAULT_REVISION: Final = "main"
"""The revision of the code of another repository where nobody says `code_revision`, whatever that of the model is."""


def code_facts(references: Sequence[Reference], evidence: Evidence) -> Iterator[Fact]:
    """`model.remote_code` and what belongs to it."""
    yield remote_code(references, evidence)
    where = Source(SourceKind.DERIVED, evidence.identity.name or str(evidence.identity))
    code = evidence.code if isinstance(evidence, Resolved) else None
    if code is None:
        if isinstance(evidence, Resolved) and evidence.lock is not None:
            if evidence.lock.looked_for_code:
                yield _locked_sources(references, evidence.lock)
        else:
            reason = evidence.detail if not isinstance(evidence, Resolved) else "nobody looked for code of the model"
            for name in ("model.remote_code_files", "model.remote_code_capabilities", "model.remote_code_sources"):
                yield Fact(name, Unknown(reason), where)
        return
    doubt = _incomplete(code)
    first = Source(SourceKind.CONFIG, code.files[0].source, sha256=code.files[0].sha256) if code.files else where
    yield Fact("model.remote_code_files", doubt or tuple(file.name for file in code.files), first)
    yield _capabilities(code, doubt, first)
    yield _sources(references, code, where)


def _incomplete(code: Code) -> Unknown | None:
    """Why it is not known which files would run."""
    return Unknown(code.troubles[0]) if code.troubles else None


def _capabilities(code: Code, doubt: Unknown | None, first: Source) -> Fact:
    """What the code reaches for; unknown where any of it could not be read, whatever was found in the rest."""
    name = "model.remote_code_capabilities"
    found = sorted({use.capability for file in code.files for use in file.uses})
    broken = next((file for file in code.files if file.trouble), None)
    if broken is not None:
        doubt = Unknown(f"{broken.name}: {broken.trouble}")
    elif doubt is None and code.elsewhere:
        foreign = code.elsewhere[0]
        doubt = Unknown(f"{foreign.file} of {foreign.repository} was not read")
    if doubt is not None:
        so_far = f"; found in the rest: {', '.join(found)}" if found else ""
        return Fact(name, Unknown(doubt.reason + so_far), first)
    at = next(((file, use) for file in code.files for use in file.uses), None)
    if at is None:
        return Fact(name, (), first)
    file, use = at
    place = Source(SourceKind.CONFIG, file.source, use.line, sha256=file.sha256, quote=f"{use.capability}: {use.what}")
    return Fact(name, tuple(found), place)


def _sources(references: Sequence[Reference], code: Code, where: Source) -> Fact:
    """The other repositories whose code would run, each with the revision that the references ask for."""
    named = _at_revisions(references, {foreign.repository for foreign in code.elsewhere})
    if not named:
        return Fact("model.remote_code_sources", _incomplete(code) or (), where)
    foreign = code.elsewhere[0]
    place = Source(SourceKind.CONFIG, _beside(where.place, foreign.config), foreign.line, quote=foreign.file)
    return Fact("model.remote_code_sources", named, place)


def _locked_sources(references: Sequence[Reference], lock: LockEntry) -> Fact:
    source = Source(SourceKind.LOCK, "govscan.lock", lock.line, as_of=lock.fetched)
    return Fact("model.remote_code_sources", _at_revisions(references, set(lock.code_from)), source)


def _at_revisions(references: Sequence[Reference], repositories: Collection[str]) -> tuple[str, ...]:
    asked = {dict(reference.hints).get("code_revision", DEFAULT_REVISION) for reference in references}
    revisions = sorted(asked or {DEFAULT_REVISION})
    return tuple(f"{repository}@{revision}" for repository in sorted(repositories) for revision in revisions)


def _beside(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if folder else name


def remote_code(references: Sequence[Reference], evidence: Evidence) -> Fact:
    """`model.remote_code`: a reference trusts it, or a configuration names code to load."""
    trusting = next((reference for reference in references if reference.trust_remote_code), None)
    if trusting is not None:
        at = trusting.location
        return Fact("model.remote_code", True, Source(SourceKind.REFERENCE, at.path, at.line, quote=trusting.via))
    where = Source(SourceKind.DERIVED, evidence.identity.name or str(evidence.identity))
    if not isinstance(evidence, Resolved):
        return Fact("model.remote_code", Unknown(evidence.detail), where)
    if evidence.lock is not None and evidence.lock.looked_for_code:
        return _locked(evidence.lock)
    read = [document for name in CONFIGS if (document := evidence.document(name))]
    for document in read:
        try:
            node = parse_json(document.text).get("auto_map")
        except Malformed as error:
            source = cite(document, SourceKind.CONFIG, error.line, quote=error.message)
            return Fact("model.remote_code", Unknown(f"{document.name} is not JSON: {error.message}"), source)
        if node is not None and node.items:
            return Fact("model.remote_code", True, cite(document, SourceKind.CONFIG, node.line, quote="auto_map"))
    code = evidence.code
    if code is not None:
        return _shipped(code, where)
    if read and read[0].name.lower() == "config.json":
        return Fact("model.remote_code", False, cite(read[0], SourceKind.CONFIG, quote="no auto_map"))
    if evidence.origin in ("local", "hub") and not any(
        file.name.endswith("config.json") for file in evidence.artifacts
    ):
        return Fact("model.remote_code", False, where)
    return Fact("model.remote_code", Unknown("config.json was not read, so nobody looked for auto_map"), where)


def _locked(lock: LockEntry) -> Fact:
    source = Source(SourceKind.LOCK, "govscan.lock", lock.line, as_of=lock.fetched)
    return Fact(
        "model.remote_code", bool(lock.code or lock.code_from or dict(lock.facts)["model.remote_code_files"]), source
    )


def _shipped(code: Code, where: Source) -> Fact:
    if code.files:
        file = code.files[0]
        source = Source(SourceKind.CONFIG, file.source, sha256=file.sha256, quote="asked for by a configuration")
        return Fact("model.remote_code", True, source)
    if code.elsewhere:
        foreign = code.elsewhere[0]
        place = Source(SourceKind.CONFIG, _beside(where.place, foreign.config), foreign.line, quote=foreign.file)
        return Fact("model.remote_code", True, place)
    return Fact("model.remote_code", _incomplete(code) or False, where)
