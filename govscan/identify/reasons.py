"""Why sources of a license disagree: claims enter, sentences that name each source with its place leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from govscan.catalog import Catalog
from govscan.catalog.records import LicenseRecord
from govscan.facts import ABSENT, Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.claim import Claim, clipped
from govscan.identify.text import LicenseText, Role
from govscan.pattern import pattern

CLAUSE: Final = 8  # words; what is shorter is another wording
_VERSION = pattern(r"\d+(?:\.\d+)*")
_WHO: Final = {
    SourceKind.CARD: "The card grants",
    SourceKind.PROSE: "The text of the card names",
    SourceKind.HUB: "The hub's license tag says",
    SourceKind.CONFIG: "config.json says",
    SourceKind.LOCK: "The lock recorded",
}


class Reason(Struct, frozen=True):
    """One disagreement or observation: a stable word for machines, and a sentence for a person."""

    code: str
    sentence: str


def disagreements(
    declared: Sequence[Claim], detected: Claim | None, others: Sequence[LicenseText], catalog: Catalog
) -> Iterator[Reason]:
    """Every label that another label or the text contradicts."""
    spoken = [claim for claim in declared if isinstance(claim.expression, str)]
    for claim in spoken[1:]:
        if claim.settled and spoken[0].settled and not agree(claim, spoken[0], catalog):
            sentence = f"{says(spoken[0], catalog)}, but {_lower(says(claim, catalog))}; both cannot be the license"
            yield Reason("label-against-label", sentence)
    for claim in spoken if detected is not None else ():
        yield from _against_text(claim, detected, others, catalog)  # type: ignore[arg-type]


def _against_text(claim: Claim, detected: Claim, others: Sequence[LicenseText], catalog: Catalog) -> Iterator[Reason]:
    if isinstance(detected.expression, Unknown):
        if claim.settled:
            why = detected.expression.reason.partition(" (")[0]
            yield Reason(
                "text-unknown",
                f"{says(claim, catalog)}, but the license text in the same revision is not that of any license "
                f"govscan knows ({detected.source}: {why}); the text governs, and somebody has to read it",
            )
        return
    if agree(claim, detected, catalog):
        return
    text = named(detected, catalog)
    mine = str(claim.expression)
    if _same_family(mine, detected.expression, catalog):
        yield Reason(
            "version-differs",
            f"{says(claim, catalog)}, but the license text in the same revision is another version, {text}"
            f"{_beyond(mine, detected.expression, catalog)}; the text governs",
        )
        return
    beside = next((other for other in others if _is_code(other) and _equal(other.claim, claim)), None)
    if beside is not None:
        yield Reason(
            "code-license-for-weights",
            f"{says(claim, catalog)}, which is the license of the code ({beside.claim.source}); the license text of "
            f"the weights is {text}{_beyond(mine, detected.expression, catalog)}; the code's license grants no right "
            "in the weights",
        )
        return
    yield Reason(
        "label-against-text",
        f"{says(claim, catalog)}, but the license text in the same revision is {text}"
        f"{_beyond(mine, detected.expression, catalog)}; the text governs",
    )


def changed_texts(
    declared: Sequence[Claim], texts: Sequence[LicenseText], catalog: Catalog
) -> Iterator[tuple[Reason, bool]]:
    """Texts that are not the published ones, and whether a label contradicts them: it does where it names the license
    plainly and a clause was added or changed."""
    for text in texts:
        if not text.modified or isinstance(text.claim.expression, Unknown) or not text.differences:
            continue
        first = max(text.differences, key=lambda difference: difference.words)
        change = f"{clipped(str(first))}, in {text.document.source}"
        label = next((claim for claim in declared if _equal(claim, text.claim)), None)
        grave = label is not None and first.words >= CLAUSE
        who = f"{says(label, catalog)}, but the" if label is not None and grave else "The"
        yield (
            Reason(
                "text-modified",
                f"{who} license text in the same revision is {named(text.claim, catalog)} with changes ({change}); the "
                "changed text governs, not the license of that name",
            ),
            grave,
        )


def condition_outside(asked: Source, claims: Sequence[Claim], catalog: Catalog) -> Reason | None:
    """The card asks for a registration that the license itself does not ask for."""
    for claim in claims:
        ids = expression.ids(claim.expression) if isinstance(claim.expression, str) else ()
        records = [record for id_ in ids if (record := catalog.license(id_))]
        terms = [record.terms.get("registration_required") for record in records]
        if records and len(records) == len(ids) and all(term is not None and term.value is False for term in terms):
            return Reason(
                "condition-outside-text",
                f"The card asks for a form or a registration before commercial use ({asked}), which "
                f"{named(claim, catalog)} does not; whether the license is granted without it has to be asked of "
                "the licensor",
            )
    return None


def agree(one: Claim, other: Claim, catalog: Catalog) -> bool:
    """Whether two claims can both be true. A label of which nobody knows the text is compatible with any text that is
    no plain SPDX license, which would have been labelled so; one that says "modified X" only with a text made of X."""
    if isinstance(one.expression, Unknown) or isinstance(other.expression, Unknown):
        return True
    if expression.same(one.expression, other.expression):
        return True
    theirs = expression.ids(other.expression)
    if one.settled:
        several = one.source.kind is SourceKind.PROSE and len(theirs) > 1
        return several and set(expression.ids(one.expression)) <= set(theirs)
    words = one.label.lower().replace("-", " ").replace("_", " ").split()
    if "modified" in words and len(words) == 2:
        (base,) = (word for word in words if word != "modified") if words.count("modified") == 1 else ("",)
        return any(base in _words(id_, catalog) for id_ in theirs)
    return any(id_.startswith("LicenseRef-") for id_ in theirs)


def says(claim: Claim, catalog: Catalog) -> str:
    """ "The card grants Apache-2.0 (README.md:3)"."""
    return f"{_WHO.get(claim.source.kind, f'{claim.source.kind} says')} {named(claim, catalog)}"


def named(claim: Claim, catalog: Catalog) -> str:
    """A license with its id and its place: "Acme License (LicenseRef-acme, LICENSE:1-4)"; a name that stands for no
    one text as it was written."""
    text = str(claim.expression)
    if claim.label and not claim.settled:
        return f"{clipped(claim.label)!r} ({claim.source})"
    record = catalog.license(text)
    if record is None or not text.startswith("LicenseRef-") or record.name == text:
        return f"{text} ({claim.source})"
    return f"{record.name} ({text}, {claim.source})"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _words(id_: str, catalog: Catalog) -> set[str]:
    record = catalog.license(id_)
    said = f"{id_} {record.name} {record.family}" if record else id_
    return set(said.lower().replace("-", " ").replace("_", " ").split())


def _is_code(text: LicenseText) -> bool:
    return text.role in (Role.CODE, Role.ANY) and isinstance(text.claim.expression, str)


def _equal(one: Claim, other: Claim) -> bool:
    return (
        isinstance(one.expression, str)
        and isinstance(other.expression, str)
        and expression.same(one.expression, other.expression)
    )


def _same_family(one: str, other: str, catalog: Catalog) -> bool:
    """Whether two ids are versions of one license."""
    if expression.is_compound(one) or expression.is_compound(other):
        return False
    if _VERSION.sub("", one) == _VERSION.sub("", other):
        return True
    mine, theirs = catalog.license(one), catalog.license(other)
    if mine is None or theirs is None or mine.version == theirs.version:
        return False
    return mine.publisher == theirs.publisher and _VERSION.sub("", mine.name) == _VERSION.sub("", theirs.name)


def _beyond(mine: str, text: str, catalog: Catalog) -> str:
    """What the text demands and the label does not, as the end of a sentence."""
    records = [record for id_ in expression.ids(text) if (record := catalog.license(id_))]
    declared = catalog.license(mine)
    demands = list(dict.fromkeys(demand for record in records for demand in _demands(record, declared)))
    if not demands:
        return ""
    words = demands[0] if len(demands) == 1 else f"{', '.join(demands[:-1])} and {demands[-1]}"
    return f", which {words}, of which the label says nothing"


def _demands(record: LicenseRecord, declared: LicenseRecord | None) -> Iterator[str]:
    def new(name: str) -> object:
        term, other = record.terms.get(name), declared.terms.get(name) if declared else None
        value = term.value if term else None
        return None if value is None or (other is not None and other.value == value) else value

    if new("commercial_use") == "prohibited":
        yield "forbids commercial use"
    users, revenue, places = new("mau_threshold"), new("revenue_threshold_usd"), new("territory_excluded")
    if isinstance(users, int) and not isinstance(users, bool):
        yield f"changes its terms above {users:,} users"
    if isinstance(revenue, int | float) and not isinstance(revenue, bool):
        yield f"changes its terms above a revenue of USD {revenue:,}"
    if isinstance(places, tuple) and places:
        yield f"grants nothing in {', '.join(places)}"
    if new("registration_required") is True:
        yield "asks for a registration"
    if new("output_training") == "prohibited":
        yield "forbids to train other models with outputs"
    naming = new("naming")
    if naming not in (None, ABSENT) and isinstance(naming, str):
        yield "has a naming or display duty"
    if new("use_restrictions") is True:
        yield "binds to use restrictions"
    if new("share_alike") is True:
        yield "asks for the same license on derivatives"
