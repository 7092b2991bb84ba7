"""The card as a document: whether it is there, well-formed, and says what an adopter needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govscan.evidence import Document, Resolved
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.identify.claim import cite
from govscan.identify.documents import Reading
from govscan.identify.frontmatter import CARD_NAMES, texts
from govscan.identify.sections import Section

# What an adopter looks for, and the words that a heading about it contains.
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "intended use": (
        "intended use",
        "intended usage",
        "uses",
        "use case",
        "direct use",
        "usage",
        "适用",
        "用途",
        "使用",
    ),
    "training data": (
        "training data",
        "dataset",
        "data set",
        "pretraining data",
        "training corpus",
        "训练数据",
        "数据集",
    ),
    "evaluation": ("evaluation", "benchmark", "performance", "results", "accuracy", "metrics", "评测", "评估", "性能"),
    "limitations": (
        "limitation",
        "bias",
        "risk",
        "out of scope",
        "ethical",
        "safety",
        "caveat",
        "局限",
        "限制",
        "风险",
    ),
}
_NOT_ABOUT = {"intended use": ("memory usage", "out of scope")}


def _about(topic: str, found: tuple[Section, ...]) -> Section | None:
    """The first filled section on a topic."""
    for section in found:
        title = section.title.lower().replace("-", " ")
        other = any(word in title for word in _NOT_ABOUT.get(topic, ()))
        if section.filled and not other and any(word in title for word in NEEDED[topic]):
            return section
    return None


def card_facts(reading: Reading) -> Iterator[Fact]:
    """`card.` and `datasets.declared` facts; nothing for a hosted model, whose provider publishes no card file."""
    evidence = reading.evidence
    if not isinstance(evidence, Resolved):
        source = Source(SourceKind.REFERENCE, str(evidence.identity))
        for name in ("present", "valid", "sections", "missing_sections", *_ABOUT):
            yield Fact(f"card.{name}", Unknown(evidence.detail), source)
        return
    if reading.card is None:
        yield from _no_card(evidence)
        return
    yield from _facts_of(reading.card, reading)


_ABOUT: Final = {
    "training_data_disclosed": "training data",
    "evaluation_reported": "evaluation",
    "intended_use": "intended use",
}


def _no_card(evidence: Resolved) -> Iterator[Fact]:
    if evidence.lock is not None:
        source = Source(SourceKind.LOCK, "govscan.lock", evidence.lock.line, as_of=evidence.lock.fetched)
        yield Fact("card.present", any(name.lower() in CARD_NAMES for name, _ in evidence.lock.documents), source)
        return
    source = Source(
        SourceKind.DERIVED, evidence.identity.name or str(evidence.identity), quote="no card among the files"
    )
    if evidence.origin == "hf-cache":
        yield Fact("card.present", Unknown("the local cache holds no card; the hub may"), source)
        return
    yield Fact("card.present", False, source)
    yield Fact("card.valid", ABSENT, source)
    yield Fact("card.sections", (), source)
    yield Fact("card.missing_sections", tuple(sorted(NEEDED)), source)
    for name in _ABOUT:
        yield Fact(f"card.{name}", False, source)


def _facts_of(card: Document, reading: Reading) -> Iterator[Fact]:
    matter = reading.matter
    whole = cite(card, SourceKind.CARD)
    yield Fact("card.present", True, whole)
    if matter.trouble:
        yield Fact("card.valid", False, cite(card, SourceKind.CARD, matter.trouble_line, quote=matter.trouble))
    elif matter.present:
        yield Fact("card.valid", True, cite(card, SourceKind.CARD, matter.line))
    else:
        yield Fact("card.valid", ABSENT, cite(card, SourceKind.CARD, quote="no front matter"))
    found = reading.body.headings if reading.body else ()
    prose = cite(card, SourceKind.PROSE)
    yield Fact("card.sections", tuple(sorted({section.title for section in found if section.title})), prose)
    there = {topic: _about(topic, found) for topic in NEEDED}
    yield Fact("card.missing_sections", tuple(sorted(topic for topic in NEEDED if there[topic] is None)), prose, 0.8)
    labels = {"training data": matter.get("datasets"), "evaluation": matter.get("model-index")}
    for name, topic in _ABOUT.items():
        section, label = there[topic], labels.get(topic)
        if label is not None and (texts(label) or label.entries):
            yield Fact(f"card.{name}", True, cite(card, SourceKind.CARD, label.line))
        elif section is not None:
            yield Fact(f"card.{name}", True, cite(card, SourceKind.PROSE, section.line, quote=section.title), 0.8)
        else:
            yield Fact(f"card.{name}", False, prose, 0.7)
    nodes = texts(matter.get("datasets"))
    hub = reading.evidence.hub if isinstance(reading.evidence, Resolved) else None
    names = {node.raw.strip() for node in nodes} | set(hub.datasets if hub else ())
    at = (
        cite(card, SourceKind.CARD, nodes[0].line, nodes[-1].line)
        if nodes
        else cite(card, SourceKind.CARD, matter.line)
    )
    yield Fact("datasets.declared", tuple(sorted(names)), at)
