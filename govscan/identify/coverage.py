"""A card enters, what it leaves open leaves: sections of the Hub's template, and items of a law's list.

What a card speaks of is coverage, not quality: nobody has judged what it says. Found by headings and by words of the
text, so that a miss means "not found", and a hit "there is something to read".

Sources: the annotated template of the Hugging Face Hub (https://huggingface.co/docs/hub/model-card-annotated); Annexes
XI and XII of Regulation (EU) 2024/1689 (https://eur-lex.europa.eu/eli/reg/2024/1689/oj).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from govscan import limits
from govscan.bounded import hit
from govscan.evidence import Resolved
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.identify.claim import cite
from govscan.identify.documents import Reading
from govscan.identify.frontmatter import texts
from govscan.linear import Linear
from govscan.pattern import pattern

CONFIDENCE: Final = 0.7


def _topic(words: str) -> re.Pattern[str]:
    return pattern(words, re.IGNORECASE)


# Section of the template -> words of headings about it.
TEMPLATE: Final[Mapping[str, re.Pattern[str]]] = {
    "model description": _topic(r"description|overview|introduction|summary|model details|about|模型介绍|简介|概述"),
    "model sources": _topic(r"sources?|repository|paper|links|resources|github|论文|代码"),
    "direct use": _topic(r"\buses?\b|intended us|usage|applications?|用途|使用"),
    "out-of-scope use": _topic(r"out[- ]of[- ]scope|misuse|prohibited|不适用|禁止"),
    "bias, risks and limitations": _topic(r"bias|risks?|limitation|ethic|safety|responsib|局限|风险|限制|安全"),
    "how to get started": _topic(r"get(?:ting)? started|quick ?start|how to use|usage|example|inference|快速|使用方法"),
    "training data": _topic(r"training data|datasets?|pre-?training data|corpus|训练数据|数据集"),
    "training procedure": _topic(r"training(?! data)|procedure|hyper-?parameters?|fine-?tuning|训练(?!数据)"),
    "evaluation": _topic(r"evaluation|benchmarks?|results|performance|metrics|评测|评估|性能"),
    "environmental impact": _topic(r"environment|carbon|emission|energy|co2|环境|碳排"),
    "technical specifications": _topic(
        r"technical|specification|architecture|infrastructure|software|hardware|架构|技术"
    ),
    "citation": _topic(r"citation|cite|bibtex|reference|引用"),
    "contact": _topic(r"contact|authors?|contributors?|feedback|联系"),
}
_KEYS: Final = {"training data": "datasets", "evaluation": "model-index"}


# Item of the annexes -> words of a card that speak of it, in the syntax of RE2: one pass over a text looks for all of
# them. XII is for downstream providers, XI for the authorities.
GPAI: Final[Mapping[str, str]] = {
    "tasks and systems it may be integrated in (XII 1a)": r"intended (?:use|for)|use cases?|\btasks?\b|用途|任务",
    "acceptable use policy (XII 1b)":
        r"acceptable use|usage policy|use policy|prohibited use|out[- ]of[- ]scope|misuse",
    "date of release and distribution (XII 1c)": r"releas\w+ (?:date|on|in)|released|publish\w+ (?:on|in)|发布",
    "interaction with hardware or software (XII 1d)": r"hardware|\bgpus?\b|\bvram\b|requirements|显存|硬件",
    "versions of relevant software (XII 1e)":
        r"(?:transformers|torch|pytorch|diffusers|vllm|cuda)\W{0,4}(?:version|[=>v]{1,2} ?\d)|framework versions",
    "architecture and number of parameters (XII 1f)":
        r"architecture|\b\d+(?:\.\d+)? ?[bm](?:illion)? param|parameters|架构|参数",
    "modality and format of input and output (XII 1g)":
        r"\binputs?\b.*\boutputs?\b|modalit|text-to-\w+|输入|模态",
    "license (XII 1h)": r"licen[sc]e|许可",
    "means of integration (XII 2a)": r"```|how to use|get(?:ting)? started|quick ?start|usage|使用方法",
    "maximum size of input, as a context window (XII 2b)":
        r"context (?:length|window|size)|max(?:imum)?[_ ](?:length|tokens|sequence)|sequence length|上下文",
    "data used for training, their type and provenance (XII 2c)":
        r"train\w* (?:data|on)|datasets?|corpus|训练数据|数据集",
    "design specifications and training process (XI 1.2b)":
        r"training (?:procedure|process|details|recipe|stages?)|hyper-?parameters?|训练过程",
    "computing resources used for training (XI 1.2d)":
        r"gpu[- ]?hours|flops?\b|(?:^|\D)\d{1,9} ?x? ?(?:a100|h100|h800|v100|tpu)"
        r"|training (?:time|compute|infrastructure)|算力",
    "energy consumption (XI 1.2e)": r"energy|carbon|emissions?|kwh|co2|能耗",
}  # fmt: skip


_GPAI: Final = Linear(*GPAI.values())


def unsaid(text: str) -> list[str]:
    """The items of the annexes that a text does not speak of."""
    said = _GPAI.all_in(text)
    return [item for number, item in enumerate(GPAI) if number not in said]


@lru_cache(maxsize=8_192)
def topics_of(heading: str) -> frozenset[str]:
    """The sections of the template that a heading is about."""
    return frozenset(topic for topic, words in TEMPLATE.items() if words.search(heading))


def headings_of(text: str) -> frozenset[str]:
    """What the lines that begin with # are about, in code as well: a section is rather found than missed."""
    lines = [line for line in text.split("\n") if "#" in line and line.lstrip().startswith("#")]
    return frozenset().union(*(topics_of(line.lstrip("# ")) for line in lines))


def coverage_facts(reading: Reading) -> Iterator[Fact]:
    """`card.template_missing` and `card.gpai_missing`."""
    card = reading.card
    if card is None:
        yield from _without_card(reading)
        return
    text = card.text[: limits.CARD_CHARACTERS]
    if len(card.text) > limits.CARD_CHARACTERS:
        hit(f"{card.name} has more than {limits.CARD_CHARACTERS:,} characters; no topic is looked for behind them")
    spoken = headings_of(text)
    labels = {
        topic for topic, key in _KEYS.items() if (node := reading.matter.get(key)) and (texts(node) or node.entries)
    }
    missing = [topic for topic in TEMPLATE if topic not in labels and topic not in spoken]
    whole = cite(card, SourceKind.PROSE)
    yield Fact("card.template_missing", tuple(sorted(missing)), whole, CONFIDENCE)
    yield Fact("card.gpai_missing", tuple(sorted(unsaid(text))), whole, CONFIDENCE)


def _without_card(reading: Reading) -> Iterator[Fact]:
    evidence = reading.evidence
    source = Source(
        SourceKind.DERIVED, evidence.identity.name or str(evidence.identity), quote="no card among the files"
    )
    listed = isinstance(evidence, Resolved) and evidence.origin in ("local", "hub")
    for name, topics in (("card.template_missing", TEMPLATE), ("card.gpai_missing", GPAI)):
        yield Fact(name, tuple(sorted(topics)) if listed else Unknown("no card was read"), source)
