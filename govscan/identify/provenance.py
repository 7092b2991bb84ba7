"""Who signed the model, and whether its files are those that were signed: evidence enters, facts leave."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.evidence import Evidence, Resolved, SignatureVerdict
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.provenance.names import is_signature

_WORST_FIRST = (SignatureVerdict.INVALID, SignatureVerdict.VALID, SignatureVerdict.UNTRUSTED)


def signature_facts(evidence: Evidence) -> Iterator[Fact]:
    """One broken signature makes the model's invalid; else one that holds is enough, whoever else has signed."""
    name = evidence.identity.name or str(evidence.identity)
    where = Source(SourceKind.DERIVED, name)
    signatures = evidence.signatures if isinstance(evidence, Resolved) else None
    if signatures is None:
        yield from _unlooked(evidence, where)
        return
    yield Fact("model.signed", bool(signatures), where)
    if not signatures:
        yield Fact("model.signature", ABSENT, where)
        yield Fact("model.signers", (), where)
        return
    first = next((each for verdict in _WORST_FIRST for each in signatures if each.verdict is verdict), None)
    if first is None:
        open_ = Unknown(f"{signatures[0].name}: {signatures[0].reason}")
        yield Fact("model.signature", open_, where)
        yield Fact("model.signers", open_, where)
        return
    said = first.reason or f"signed by {first.signer}"
    source = Source(SourceKind.DERIVED, f"{name}: {first.name}", quote=said)
    yield Fact("model.signature", first.verdict.value, source)
    holds = {each.signer for each in signatures if each.verdict is SignatureVerdict.VALID}
    yield Fact("model.signers", tuple(sorted(holds)), where)


def _unlooked(evidence: Evidence, where: Source) -> Iterator[Fact]:
    listed = evidence.artifacts if isinstance(evidence, Resolved) else ()
    if not listed:
        reason = "nobody looked for a signature" if isinstance(evidence, Resolved) else evidence.detail
        for fact in ("model.signed", "model.signature", "model.signers"):
            yield Fact(fact, Unknown(reason), where)
        return
    signed = any(is_signature(file.name) for file in listed if "/" not in file.name)
    yield Fact("model.signed", signed, where)
    far = Unknown("the files are not at hand, so nobody compared them with what was signed")
    yield Fact("model.signature", far if signed else ABSENT, where)
    yield Fact("model.signers", far if signed else (), where)
