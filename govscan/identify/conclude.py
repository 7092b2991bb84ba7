"""From claims and texts to one license: what is declared, detected, concluded, and who disagrees."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.catalog import Catalog
from govscan.catalog.records import ModelRecord
from govscan.evidence import LockEntry, Resolved
from govscan.facts import Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.asked import registration_asked
from govscan.identify.claim import Claim, cite, clipped
from govscan.identify.concerns import concerns
from govscan.identify.declared import license_claims
from govscan.identify.documents import Reading
from govscan.identify.headers import header_claims
from govscan.identify.links import dangling_links, linked_files
from govscan.identify.prose import Spoken, spoken_licenses
from govscan.identify.reasons import Reason, changed_texts, condition_outside, disagreements
from govscan.identify.text import LicenseText, Role, for_weights, license_texts, role_of, text_in_card
from govscan.reference import Identity

CATALOG_CONFIDENCE: Final = {"two-sources": 0.8, "seen": 0.7}
CONFLICT_CONFIDENCE = 0.6  # the most a conclusion can have while sources disagree
NOTHING_READ: Final = "neither a card nor a license text was read"
CATALOGED_PROVIDERS: Final = frozenset({"huggingface", "modelscope"})  # their ids are the catalog's ids


class Conclusion(Struct, frozen=True):
    """The license of one model. `concluded` is Unknown where the evidence does not decide it; `texts` are those
    that license the weights, `others` those of code and data. `conflicts` contradict each other, `concerns` do not;
    `asked` is the sentence of the card that asks for a registration."""

    identity: Identity
    declared: tuple[Claim, ...]
    texts: tuple[LicenseText, ...]
    others: tuple[LicenseText, ...]
    detected: Claim | None
    concluded: Claim
    conflicts: tuple[Reason, ...]
    text_present: bool | None
    modified: bool | None
    card: Source | None = None  # the card that was read, whatever it says
    concerns: tuple[Reason, ...] = ()
    asked: Source | None = None

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
    card, matter = reading.card, reading.matter
    labels = (*header_claims(evidence, catalog), *license_claims(card, matter, evidence, catalog))
    body = reading.body
    spoken = spoken_licenses(body, catalog) if body else ()
    declared = _ranked(labels, spoken)
    every = _roles(license_texts(evidence, catalog, linked_files(matter, identity.name)), labels, spoken)
    texts = for_weights(every)
    if not texts and body is not None:
        within = text_in_card(body.card, body.headings, catalog)
        texts = (within,) if within else ()
    others = tuple(text for text in every if text not in texts)
    if not declared and not texts and card is None and not others:
        where = Source(SourceKind.DERIVED, identity.name or str(identity))
        silent = Claim(Unknown(NOTHING_READ), where)
        listed = evidence.origin in ("local", "hub")
        return replace(_from_catalog(identity, record, silent), text_present=False if listed else None)
    detected = _together(texts)
    changed = tuple(changed_texts(declared, texts, catalog))
    conflicts = tuple(disagreements(declared, detected, others, catalog))
    conflicts += tuple(reason for reason, grave in changed if grave)
    winner = detected or _label(declared, record, catalog) or _unlabelled(reading, identity, others)
    if conflicts and isinstance(winner.expression, str):
        winner = replace(winner, confidence=min(winner.confidence, CONFLICT_CONFIDENCE))
    asked = registration_asked(body) if body else None
    named = (winner, *declared, *(each.claim for each in spoken if each.role is not Role.CODE))
    condition = condition_outside(asked, named, catalog) if asked else None
    dangling = dangling_links(body, matter, evidence) if body else ()
    modified = any(text.modified for text in texts) or (None if any(t.modified is None for t in texts) else False)
    return Conclusion(
        identity,
        declared,
        texts,
        others,
        detected,
        winner,
        (*conflicts, condition) if condition else conflicts,
        text_present=bool(texts),
        modified=modified if texts else None,
        card=cite(card, SourceKind.CARD, matter.line) if card else None,
        concerns=(
            *(reason for reason, grave in changed if not grave),
            *concerns(declared, texts, others, spoken, evidence, dangling, catalog),
        ),
        asked=asked,
    )


def _ranked(labels: tuple[Claim, ...], spoken: tuple[Spoken, ...]) -> tuple[Claim, ...]:
    """Labels and prose, best source first. Prose about the weights comes before prose about the project; where it
    names several licenses, it names none."""
    said = [each.claim for each in spoken if each.role is Role.WEIGHTS]
    said = said or [each.claim for each in spoken if each.role is Role.ANY]
    if not said:
        return labels
    first = said[0]
    if any(not expression.same(str(claim.expression), str(first.expression)) for claim in said):
        if labels:
            return labels
        names = ", ".join(f"{claim.expression} ({claim.source})" for claim in said)
        unclear = Unknown(f"the text of the card names several licenses: {clipped(names)}")
        return (Claim(unclear, first.source, confidence=first.confidence, settled=False),)
    return tuple(sorted((*labels, first), key=lambda claim: claim.source.kind.rank))


def _roles(
    texts: tuple[LicenseText, ...], labels: tuple[Claim, ...], spoken: tuple[Spoken, ...]
) -> tuple[LicenseText, ...]:
    """A plain LICENSE is the code's where the card says so of this very license and gives the weights no label of
    that name."""
    code = [str(each.claim.expression) for each in spoken if each.role is Role.CODE]
    ours = [claim.expression for claim in labels]
    ours += [each.claim.expression for each in spoken if each.role in (Role.WEIGHTS, Role.ANY)]
    kept = [claim for claim in ours if isinstance(claim, str)]

    def role(text: LicenseText) -> LicenseText:
        id_ = text.claim.expression
        if (
            text.role is not Role.ANY
            or not isinstance(id_, str)
            or not any(expression.same(id_, each) for each in code)
        ):
            return text
        if any(expression.same(id_, each) for each in kept):
            return text
        return replace(text, role=Role.CODE)

    return tuple(role(text) for text in texts)


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
    conflicts: tuple[Reason, ...] = ()
    if detected and declared and not expression.same(str(detected.expression), str(declared[0].expression)):
        sentence = (
            f"The lock recorded {declared[0].expression} as the label and {detected.expression} as the license text "
            f"({source}); the text governs"
        )
        conflicts = (Reason("label-against-text", sentence),)
    return Conclusion(identity, declared, (), (), detected, concluded, conflicts, present, None)


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


def _label(declared: tuple[Claim, ...], record: ModelRecord | None, catalog: Catalog) -> Claim | None:
    """The best label. One that stands for several texts is settled by the catalog when the catalog saw this very
    model under this very label; one that names nothing gives way to the next that does."""
    best = next(iter(declared), None)
    if best is None or best.settled:
        return best
    if record is not None and (not record.declared or best.label.lower() in (record.declared.lower(), "other")):
        sure = min(best.confidence, CATALOG_CONFIDENCE.get(record.certainty, 0.6))
        return Claim(record.license, catalog_source(record), best.label, sure)
    if isinstance(best.expression, Unknown):
        return next((claim for claim in declared if isinstance(claim.expression, str)), best)
    return best


def _unlabelled(reading: Reading, identity: Identity, others: tuple[LicenseText, ...]) -> Claim:
    pointer = next((text for text in others if text.pointer), None)
    if pointer is not None:
        return pointer.claim
    code = next((text for text in others if isinstance(text.claim.expression, str)), None)
    if code is not None:
        reason = f"the only license text is that of the {code.role}: {code.claim.expression} ({code.claim.source})"
        return Claim(Unknown(reason), code.claim.source)
    if reading.card is None:
        return Claim(Unknown(NOTHING_READ), Source(SourceKind.DERIVED, identity.name or str(identity)))
    reason = "the card declares no license and no license text was read"
    return Claim(Unknown(reason), cite(reading.card, SourceKind.CARD, reading.matter.line))
