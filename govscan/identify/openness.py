"""The evidence of a model enters, what of it is open leaves, in the words of the Model Openness Framework.

Class III, the least of its three, asks for the parameters, the architecture, a model card, a data card, evaluation
results and a technical report, each under an open license. Classes II and I add code and data that no card proves.
Source: White et al., The Model Openness Framework (https://arxiv.org/abs/2403.13784).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govscan.catalog import Catalog
from govscan.evidence import Resolved
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.artifacts import weight_formats
from govscan.identify.claim import cite
from govscan.identify.conclude import Conclusion
from govscan.identify.coverage import headings_of
from govscan.identify.documents import Reading
from govscan.identify.frontmatter import texts
from govscan.pattern import pattern

CLASS_THREE: Final = (
    *("parameters", "architecture", "model card", "data card", "evaluation results", "technical report"),
    "open license",
)
CONFIDENCE: Final = 0.6
_REPORT: Final = pattern(r"arxiv\.org/(?:abs|pdf)|technical report|arxiv:\d|whitepaper|技术报告", re.IGNORECASE)
_REPORT_SIGNS: Final = ("arxiv", "technical report", "whitepaper", "技术报告")  # one is in every match
_OPEN: Final = ("permissive", "openmdw")


def openness_facts(reading: Reading, conclusion: Conclusion, catalog: Catalog) -> Iterator[Fact]:
    """`openness.components`, `openness.missing` and `openness.class`."""
    evidence = reading.evidence
    source = (
        cite(reading.card, SourceKind.PROSE) if reading.card else Source(SourceKind.DERIVED, evidence.identity.name)
    )
    if not isinstance(evidence, Resolved) or (reading.card is None and not evidence.artifacts):
        unread = Unknown("neither a card nor a list of files was read")
        for name in ("components", "missing", "class"):
            yield Fact(f"openness.{name}", unread, source)
        return
    found = sorted(_components(reading, evidence, conclusion, catalog))
    missing = tuple(sorted(part for part in CLASS_THREE if part not in found))
    yield Fact("openness.components", tuple(found), source, CONFIDENCE)
    yield Fact("openness.missing", missing, source, CONFIDENCE)
    yield Fact("openness.class", _class(missing, conclusion), source, CONFIDENCE)


def _class(missing: tuple[str, ...], conclusion: Conclusion) -> str | Unknown:
    if not missing:
        return "III"
    if "open license" in missing and conclusion.expression is not None:
        return "none"  # whatever else there is, the parameters are not open
    return Unknown(f"not found: {', '.join(missing)}; it may lie elsewhere")


def _components(reading: Reading, evidence: Resolved, conclusion: Conclusion, catalog: Catalog) -> Iterator[str]:
    card, matter = reading.card, reading.matter
    if weight_formats(evidence):
        yield "parameters"
    if evidence.document("config.json") or any(file.name.endswith("config.json") for file in evidence.artifacts):
        yield "architecture"
    if _is_open(conclusion, catalog):
        yield "open license"
    if card is None:
        return
    yield "model card"
    spoken = headings_of(card.text)
    if texts(matter.get("datasets")) or "training data" in spoken:
        yield "data card"
    index = matter.get("model-index")
    if (index is not None and index.entries) or "evaluation" in spoken:
        yield "evaluation results"
    text = card.text[:400_000]
    low = lowered(text)
    if any(sign in low for sign in _REPORT_SIGNS) and _REPORT.search(text):
        yield "technical report"


def lowered(text: str) -> str:
    """A text in lower case, as a pattern that ignores case sees it."""
    return text.lower().replace("ſ", "s")


def _is_open(conclusion: Conclusion, catalog: Catalog) -> bool:
    """Whether every license of the conclusion is one of the permissive family."""
    if conclusion.expression is None:
        return False
    records = [catalog.license(id_) for id_ in expression.ids(conclusion.expression)]
    return all(record is not None and record.family in _OPEN for record in records)
