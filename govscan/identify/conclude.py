"""From claims and texts to one license: what is declared, detected, concluded, and who disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.catalog.records import ModelRecord
from govscan.evidence import LockEntry, Resolved
from govscan.facts import Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.claim import Claim, cite
from govscan.identify.declared import dangling_link, license_claims, linked_files
from govscan.identify.documents import Reading
from govscan.identify.text import LicenseText, Role, for_weights, license_texts, role_of, text_in_card
from govscan.reference import Identity

CATALOG_CONFIDENCE: Final = {"two-sources": 0.8, "seen": 0.7}
CONFLICT_CONFIDENCE = 0.6  # the most a conclusion can have while sources disagree
CATALOGED_PROVIDERS: Final = frozenset({"huggingface", "modelscope"})  # their ids are the catalog's ids


class Conclusion(Struct, frozen=True):
    """The license of one model. `concluded` is Unknown where the evidence does not decide it; `texts` are those
    that license the weights, `others` those of code and data."""

    identity: Identity
    declared: tuple[Claim, ...]
    texts: tuple[LicenseText, ...]
    others: tuple[LicenseText, ...]
    detected: Claim | None
    concluded: Claim
    conflict: tuple[str, ...]
    text_present: bool | None
    modified: bool | None
    card: Source | None = None  # the card that was read, whatever it says

    @property
    def expression(self) -> str | None:
        """The concluded SPDX expression, or None."""
        return self.concluded.expression if isinstance(self.concluded.expression, str) else None


def conclude(identity: Identity, reading: Reading, catalog: Catalog) -> Conclusion:
    """Weigh what was read of one model: its own text, its labels, the lock; the catalog only where none was read, or
    to say which text an ambiguous label of this very model means."""
    evidence = reading.evidence
    record = cataloged(identity, catalog)
    if not isinstance(evidence, Resolved):
        silent = Claim(Unknown(evidence.detail), Source(SourceKind.REFERENCE, str(identity)))
        return _from_catalog(identity, record, silent)
    if evidence.lock is not None and not evidence.documents:
        return _from_lock(identity, evidence.lock)
    declared = license_claims(reading.card, reading.matter, evidence, catalog)
    every = license_texts(evidence, catalog, linked_files(reading.matter, identity.name))
    texts = for_weights(every)
    if not texts and reading.card is not None:
        within = text_in_card(reading.card, catalog)
        texts = (within,) if within else ()
    others = tuple(text for text in every if text not in texts)
    if not declared and not texts and reading.card is None and not any(text.pointer for text in others):
        where = Source(SourceKind.DERIVED, identity.name or str(identity))
        silent = Claim(Unknown("neither a card nor a license text was read"), where)
        listed = evidence.origin in ("local", "hub")
        return replace(_from_catalog(identity, record, silent), text_present=False if listed else None)
    detected = _together(texts)
    disagreement = tuple(_disagreements(declared, detected, others))
    link = dangling_link(reading.card, reading.matter, evidence) if reading.card else None
    conflict = (*disagreement, link) if link else disagreement
    winner = detected or _label(identity, declared, record, catalog) or _unlabelled(reading, identity)
    modified = any(text.modified for text in texts) or (None if any(t.modified is None for t in texts) else False)
    if disagreement and isinstance(winner.expression, str):
        winner = _capped(winner, CONFLICT_CONFIDENCE)
    return Conclusion(
        identity,
        declared,
        texts,
        others,
        detected,
        winner,
        conflict,
        text_present=bool(texts),
        modified=modified if texts else None,
        card=cite(reading.card, SourceKind.CARD, reading.matter.line) if reading.card else None,
    )


def cataloged(identity: Identity, catalog: Catalog) -> ModelRecord | None:
    """The catalog's record of a model that a hub knows by its id; never of a path that looks like one."""
    if identity.provider not in CATALOGED_PROVIDERS or not identity.name:
        return None
    return catalog.model(identity.name)


def catalog_source(record: ModelRecord) -> Source:
    return Source(SourceKind.CATALOG, f"models/{record.id}", as_of=record.as_of, quote=record.declared)


def _from_catalog(identity: Identity, record: ModelRecord | None, silent: Claim) -> Conclusion:
    """What is known of a model of which nothing was read."""
    if record is None:
        return Conclusion(identity, (), (), (), None, silent, (), None, None)
    sure = CATALOG_CONFIDENCE.get(record.certainty, 0.6)
    claim = Claim(record.license, catalog_source(record), record.declared, sure)
    return Conclusion(identity, (claim,), (), (), None, claim, (), None, None)


def _from_lock(identity: Identity, lock: LockEntry) -> Conclusion:
    source = Source(SourceKind.LOCK, "govscan.lock", lock.line, as_of=lock.fetched)
    declared = (Claim(lock.license_declared, source),) if lock.license_declared else ()
    detected = Claim(lock.license_detected, source) if lock.license_detected else None
    nothing = Unknown("the lock file records no conclusion about the license")
    concluded = Claim(lock.license_concluded or nothing, source)
    present = any(role_of(name) in (Role.WEIGHTS, Role.ANY) for name, _ in lock.documents)
    conflict: tuple[str, ...] = ()
    if detected and declared and not expression.same(str(detected.expression), str(declared[0].expression)):
        conflict = (f"declared {declared[0].expression}, text is {detected.expression} ({source.place}:{lock.line})",)
    return Conclusion(identity, declared, (), (), detected, concluded, conflict, present, None)


def _together(texts: tuple[LicenseText, ...]) -> Claim | None:
    """One claim of all texts that license the weights. One that nobody knows makes the whole unknown."""
    if not texts:
        return None
    claims = [text.claim for text in texts]
    unknown = next((claim for claim in claims if isinstance(claim.expression, Unknown)), None)
    if unknown is not None:
        return unknown
    parts = [claim.expression for claim in claims if isinstance(claim.expression, str)]
    first = claims[0]
    return Claim(expression.joined(parts), first.source, confidence=min(claim.confidence for claim in claims))


def _label(
    identity: Identity, declared: tuple[Claim, ...], record: ModelRecord | None, catalog: Catalog
) -> Claim | None:
    """The best label. One that stands for several texts is settled by the catalog when the catalog saw this very
    model under this very label."""
    best = next(iter(declared), None)
    if best is None or best.settled or record is None:
        return best
    if record.declared and best.label.lower() not in (record.declared.lower(), "other"):
        return best
    sure = min(best.confidence, CATALOG_CONFIDENCE.get(record.certainty, 0.6))
    return Claim(record.license, catalog_source(record), best.label, sure)


def _unlabelled(reading: Reading, identity: Identity) -> Claim:
    if reading.card is None:
        where = Source(SourceKind.DERIVED, identity.name or str(identity))
        return Claim(Unknown("neither a card nor a license text was read"), where)
    reason = "the card declares no license and no license text was read"
    return Claim(Unknown(reason), cite(reading.card, SourceKind.CARD, reading.matter.line))


def _capped(claim: Claim, most: float) -> Claim:
    return Claim(claim.expression, claim.source, claim.label, min(claim.confidence, most), claim.settled)


def _disagreements(
    declared: tuple[Claim, ...], detected: Claim | None, others: tuple[LicenseText, ...]
) -> Iterator[str]:
    spoken = [claim for claim in declared if isinstance(claim.expression, str)]
    for claim in spoken[1:]:
        if claim.settled and spoken[0].settled and not _agree(claim, spoken[0]):
            yield f"{_says(spoken[0])}, {_says(claim)}"
    if detected is None:
        return
    for claim in spoken:
        if isinstance(detected.expression, Unknown):
            yield f"{_says(claim)}, but the text is not known ({detected.source}): {detected.expression.reason}"
        elif not _agree(claim, detected):
            beside = next((t for t in others if t.role is Role.CODE or _agree(claim, t.claim)), None)
            note = f"; {beside.document.name} is {beside.claim.expression}" if beside and _is_known(beside) else ""
            yield f"{_says(claim)}, text is {detected.expression} ({detected.source}){note}"


def _is_known(text: LicenseText) -> bool:
    return isinstance(text.claim.expression, str)


def _says(claim: Claim) -> str:
    who = {
        SourceKind.CARD: "card says",
        SourceKind.HUB: "hub tag says",
        SourceKind.CONFIG: "config says",
    }.get(claim.source.kind, f"{claim.source.kind} says")
    return f"{who} {claim.expression} ({claim.source})"


def _agree(one: Claim, other: Claim) -> bool:
    """Whether two claims can both be true. A label of which nobody knows the text is compatible with any text but
    that of a plain SPDX license, which would have been labelled so."""
    if isinstance(one.expression, Unknown) or isinstance(other.expression, Unknown):
        return True
    if expression.same(one.expression, other.expression):
        return True
    if one.settled:
        return False
    return any(id_.startswith("LicenseRef-") for id_ in expression.ids(other.expression))
