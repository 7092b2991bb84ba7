"""A conclusion enters, the `license.` facts leave that say what the license is; `terms` says what it demands."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.facts import ABSENT, Fact, Source, Unknown
from govscan.identify.asked import CONFIDENCE as ASKED_CONFIDENCE
from govscan.identify.claim import Claim, clipped
from govscan.identify.conclude import Conclusion


def license_facts(conclusion: Conclusion) -> Iterator[Fact]:
    """`license.` declared, detected, concluded, confidence, conflict, concerns, reasons, modified and text_present; and
    a registration that the card asks for."""
    winner = conclusion.concluded
    for claim in conclusion.declared:
        yield Fact("license.declared", claim.expression, claim.source, claim.confidence)
    if not conclusion.declared:
        yield _undeclared(conclusion)
    if conclusion.detected is not None:
        detected = conclusion.detected
        yield Fact("license.detected", detected.expression, detected.source, detected.confidence)
        yield from _beside(conclusion, detected)
    else:
        reason = "no license text was read" if not isinstance(winner.expression, Unknown) else winner.expression.reason
        yield Fact("license.detected", Unknown(reason), winner.source)
    yield Fact("license.concluded", winner.expression, winner.source, winner.confidence)
    if isinstance(winner.expression, Unknown):
        yield Fact("license.confidence", Unknown(winner.expression.reason), winner.source)
    else:
        yield Fact("license.confidence", winner.confidence, winner.source)
    unread = not conclusion.declared and conclusion.card is None and not conclusion.texts
    nothing = Unknown("nothing was read that could disagree")
    for name, reasons in (("conflict", conclusion.conflicts), ("concerns", conclusion.concerns)):
        sentences = tuple(sorted({reason.sentence for reason in reasons}))
        yield Fact(f"license.{name}", nothing if unread and not sentences else sentences, winner.source)
    codes = tuple(sorted({reason.code for reason in (*conclusion.conflicts, *conclusion.concerns)}))
    yield Fact("license.reasons", nothing if unread and not codes else codes, winner.source)
    if conclusion.asked is not None:
        yield Fact("license.registration_required", True, conclusion.asked, ASKED_CONFIDENCE)
    yield from _text_facts(conclusion)


def _undeclared(conclusion: Conclusion) -> Fact:
    if conclusion.card is not None:
        return Fact("license.declared", ABSENT, conclusion.card)
    winner = conclusion.concluded
    reason = winner.expression.reason if isinstance(winner.expression, Unknown) else "no label was read"
    return Fact("license.declared", Unknown(reason), winner.source)


def _beside(conclusion: Conclusion, detected: Claim) -> Iterator[Fact]:
    """Texts of code and data are kept behind the text of the weights, and never stand in for it."""
    if isinstance(detected.expression, Unknown):
        return
    for text in conclusion.others:
        if isinstance(text.claim.expression, str):
            sure = min(text.claim.confidence, detected.confidence)
            yield Fact("license.detected", text.claim.expression, text.claim.source, sure)


def _text_facts(conclusion: Conclusion) -> Iterator[Fact]:
    source = conclusion.concluded.source
    if conclusion.text_present is None:
        yield Fact("license.text_present", Unknown("the model's files were not read"), source)
    else:
        text = conclusion.detected.source if conclusion.detected else source
        yield Fact("license.text_present", conclusion.text_present, text)
    if conclusion.modified is None or not conclusion.texts:
        yield Fact("license.modified", Unknown("no license text was compared"), source)
        return
    changed = next((text for text in conclusion.texts if text.modified), conclusion.texts[0])
    at = changed.claim.source
    if isinstance(changed.claim.expression, Unknown):
        yield Fact("license.modified", Unknown(changed.claim.expression.reason), at)
        return
    if changed.modified and changed.differences:
        first = changed.differences[0]
        at = Source(at.kind, at.place, first.line, first.end_line, at.sha256, quote=clipped(str(first)))
    yield Fact("license.modified", conclusion.modified, at, changed.claim.confidence)
