"""What the body of a card says of the license: badges, `License:` lines, sentences. A card enters, claims leave.

Prose is written for people and about many things: what names no license that somebody knows, or speaks of neither
model nor project, says nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, pairwise
from urllib.parse import unquote

from msgspec import Struct

from govscan import limits
from govscan.bounded import hit
from govscan.catalog import Catalog
from govscan.evidence import Document
from govscan.facts import SourceKind
from govscan.identify import expression
from govscan.identify.body import Body, Paragraph
from govscan.identify.claim import Claim, cite
from govscan.identify.declared import claim_of_label, known_id, names_nothing
from govscan.identify.text import Role
from govscan.pattern import pattern

BADGE_CONFIDENCE = 0.6
LINE_CONFIDENCE = 0.6
SENTENCE_CONFIDENCE = 0.5
MAX_NAME_WORDS = 9
MAX_MENTIONS = 10  # of a license in one sentence

_MAYBE = pattern(r"licen[sc]|\bunder\b|governed|subject to|许可|协议|开源|授权", re.IGNORECASE)
_BADGE = pattern(r"img\.shields\.io/(?:static/v1\?[^\s\"')]{0,200}|badge/([^\s\"')?]{1,200}))", re.IGNORECASE)
_LINE = pattern(
    r"[^\w\[]{0,8}(?:(?P<whose>[A-Za-z][A-Za-z /&]{0,30}?)[ ]?)?(?:licen[sc]e|许可证|许可协议|开源协议)(?:\(s\)|s)?"
    r"[ ]?[:：][ ]?(?P<value>\S.{0,300})",
    re.IGNORECASE,
)
_UNDER = pattern(
    r"\b(?:under|governed by|subject to|bound by|covered by|adopts?|licensed as)\s(?=(?P<tail>[^\n]{1,160}))",
    re.IGNORECASE,
)
_UNDER_CHINESE = pattern(
    r"(?:遵循|采用|依照|依据|基于|根据|使用|遵守|以)\s?[《“\"]?(?P<name>[A-Za-z][\w .,+-]{1,50}?)[》”\"]?\s?"
    r"(?:的?\s?(?:开源)?(?:许可|协议|授权|license)|开源|发布)",
    re.IGNORECASE,
)
_SENTENCE_END = pattern(r"[.!?](?=\s+[A-Z*\[\"“(])|[。！？；;]|\s\|\s")
_ARTICLE = pattern(
    r"(?:(?:the|an?|its|our|this|terms|conditions|of|permissive|open[- ]source|same|own)\s)+", re.IGNORECASE
)
_NAME_END = pattern(r"(?<![\"“”‘’()\[\]{}|,;:。，；])[\"“”‘’()\[\]{}|,;:。，；]+$")
_NAMED = pattern(r"((?:[A-Z0-9][\w.+&-]{0,40}[ ]){1,6})(?:licen[sc]e|LICEN[SC]E|Licen[sc]e)\b")
_FILLER = pattern(r"\b(?:licen[sc]es?|version|agreement|the|terms)\b|许可证|许可|协议", re.IGNORECASE)
_CODE = pattern(r"\bcodes?\b|\bsoftware\b|\bsource\b|\bscripts?\b|\bcodebase\b|\btoolkit\b|代码", re.IGNORECASE)
_WEIGHTS = pattern(r"\bmodels?\b|\bweights?\b|\bcheckpoints?\b|\bparameters?\b|\bloras?\b|权重|模型", re.IGNORECASE)
_DATA = pattern(r"\bdata(?:sets?)?\b|\bcorpus\b|\bannotations?\b|\bdatabases?\b|数据", re.IGNORECASE)
_ALL = pattern(r"\bprojects?\b|\brepo(?:sitory)?\b|\bwork\b|\bthis\b|\breleased?\b|项目|仓库", re.IGNORECASE)
_NOT_OURS = pattern(
    r"\boriginally\b|\bderived from\b|\bcontributions?\b|third[ -]party|\bforked\b|\bif you\b|\bunless\b|\bbuilt with\b"
    r"|\bfor models built\b|\bfine-?tuned from\b|\bbase(?:d on|[ -]models?)\b|\bprevious(?:ly)?\b|\buses?\b|原始",
    re.IGNORECASE,
)
_FOREIGN = pattern(r"third[ -]party|acknowledg|database|dataset|credits|related|致谢|数据", re.IGNORECASE)  # headings
_ELSEWHERE = pattern(r"(?:see|refer|check|please|read|view|more|find|custom|per|as)\b|请|见", re.IGNORECASE)
_GENERIC = frozenset(
    {
        "model agreement",
        "license",
        "custom",
        "proprietary",
        "commercial",
        "research",
        "open source",
        "community",
        "free",
    }
)


class Spoken(Struct, frozen=True):
    """A license that prose names, and whose license it is by the words around it."""

    claim: Claim
    role: Role


def spoken_licenses(body: Body, catalog: Catalog) -> tuple[Spoken, ...]:
    """Every license that the body of a card claims, in the order of the text, each once."""
    found: dict[tuple[object, Role], Spoken] = {}
    for spoken in _spoken(body, catalog):
        found.setdefault((spoken.claim.expression, spoken.role), spoken)
        if len(found) >= limits.CARD_CLAIMS:
            hit(f"the words of {body.card.name} name {limits.CARD_CLAIMS} licenses, further ones are not looked for")
            break
    return tuple(found.values())


def _spoken(body: Body, catalog: Catalog) -> Iterator[Spoken]:
    card = body.card
    for number, line in body.lines:
        for badge in _BADGE.finditer(line) if "shields.io" in line else ():
            yield from _of_badge(card, number, badge[1] or badge[0], catalog)
    left = limits.CARD_LICENSE_PARAGRAPHS
    for paragraph in body.paragraphs:
        if _MAYBE.search(paragraph.text):
            left -= 1
            if left < 0:
                most = limits.CARD_LICENSE_PARAGRAPHS
                hit(f"more than {most} paragraphs of {card.name} speak of licenses, the rest is not read")
                break
            yield from _of_line(card, paragraph, catalog)
            yield from _of_sentences(card, paragraph, catalog)
        if paragraph.about_license:
            yield from _of_heading(card, paragraph, catalog)


def _of_badge(card: Document, number: int, words: str, catalog: Catalog) -> Iterator[Spoken]:
    """ "License-MIT-blue.svg": a subject, a message and a color; two hyphens are one, an underscore is a space."""
    text = unquote(words)
    for ending in (".svg", ".png"):
        text = text.removesuffix(ending)
    parts = [part.replace("\1", "-").replace("_", " ") for part in text.replace("--", "\1").split("-")]
    if "label=" in text and "message=" in text:
        pairs = dict(pair.partition("=")[::2] for pair in text.partition("?")[2].split("&"))
        parts = [pairs.get("label", ""), pairs.get("message", ""), ""]
    subject, message = parts[0], " ".join(parts[1:-1])
    if "licen" not in subject.lower() or not message.strip():
        return
    yield from _of_label(
        card, number, message, _role_of(subject), f"badge: {subject}: {message}", BADGE_CONFIDENCE, catalog
    )


def _of_line(card: Document, paragraph: Paragraph, catalog: Catalog) -> Iterator[Spoken]:
    found = _LINE.match(paragraph.text)
    if found is None or _UNDER.search(found["value"]):
        return
    line = paragraph.line(found.start("value"))
    role = _role_of(found["whose"] or "")
    value = found["value"][:200]
    parts = re.split(r"[,;(]", value)
    for part in (value, *(f"{one},{two}" for one, two in pairwise(parts)), *parts):
        id_ = _known(_ARTICLE.sub("", part.strip(), count=1), catalog)
        if id_:
            yield Spoken(_claim(card, line, id_, value, LINE_CONFIDENCE, found.group()), role)
            return
    if len(value.split()) <= 4 and not _ELSEWHERE.match(value) and "/" not in value:
        yield from _of_label(card, line, value, role, found.group(), LINE_CONFIDENCE, catalog)


def _of_heading(card: Document, paragraph: Paragraph, catalog: Catalog) -> Iterator[Spoken]:
    """A license section that consists of a name."""
    text = paragraph.text.rstrip(".")
    id_ = _known(text, catalog) if len(text.split()) <= MAX_NAME_WORDS else None
    if id_:
        yield Spoken(_claim(card, paragraph.lines[0], id_, text, LINE_CONFIDENCE, text), Role.ANY)


def _of_sentences(card: Document, paragraph: Paragraph, catalog: Catalog) -> Iterator[Spoken]:
    start = 0
    ends = [found.end() for found in _SENTENCE_END.finditer(paragraph.text)]
    for end in (*ends[: limits.CARD_LICENSE_PARAGRAPHS], len(paragraph.text)):
        sentence = paragraph.text[start:end][: limits.CARD_LINE]
        yield from _of_sentence(card, paragraph, sentence, start, catalog)
        start = end


def _of_sentence(
    card: Document, paragraph: Paragraph, sentence: str, offset: int, catalog: Catalog
) -> Iterator[Spoken]:
    before = 0
    mentions = chain(_UNDER.finditer(sentence), _UNDER_CHINESE.finditer(sentence))
    for found in islice(mentions, MAX_MENTIONS):
        chinese = "name" in found.re.groupindex
        named = found["name"] if chinese else found["tail"]
        claim = _named_first(card, paragraph.line(offset + found.start()), named, sentence, catalog)
        subject = sentence[min(before, found.start()) : found.start()]
        role = _role_of(subject)
        if claim is None or _NOT_OURS.search(subject):
            continue
        before = found.end()
        if role is Role.ANY and (
            _FOREIGN.search(paragraph.heading) or not (paragraph.about_license or _ALL.search(subject))
        ):
            continue
        yield Spoken(claim, role)


def _named_first(card: Document, line: int, tail: str, sentence: str, catalog: Catalog) -> Claim | None:
    """The license at the beginning of some words: the longest run that is a known name, else a name in capitals
    before the word "license"."""
    article = _ARTICLE.match(tail)
    words = tail[article.end() if article else 0 :].split()
    for count in range(min(MAX_NAME_WORDS, len(words)), 0, -1):
        name = " ".join(words[:count])
        id_ = _known(name, catalog)
        if id_:
            return _claim(card, line, id_, name, SENTENCE_CONFIDENCE, sentence)
    named = _NAMED.match(" ".join(words))
    if named is None or named[1].strip().lower() in _GENERIC:
        return None
    source = cite(card, SourceKind.PROSE, line, quote=sentence)
    return claim_of_label(named[1].strip(), source, catalog, SENTENCE_CONFIDENCE)


def _of_label(
    card: Document, line: int, label: str, role: Role, quote: str, sure: float, catalog: Catalog
) -> Iterator[Spoken]:
    """A label as front matter would have it."""
    name = label.strip(" .*`_")
    id_ = _known(name, catalog)
    if id_:
        yield Spoken(_claim(card, line, id_, name, sure, quote), role)
    elif not names_nothing(name) and name.lower() not in _GENERIC and any(char.isalpha() for char in name):
        claim = claim_of_label(name, cite(card, SourceKind.PROSE, line, quote=quote), catalog, sure)
        if isinstance(claim.expression, str):
            yield Spoken(claim, role)


def _claim(card: Document, line: int, id_: str, name: str, sure: float, quote: str) -> Claim:
    return Claim(id_, cite(card, SourceKind.PROSE, line, quote=quote), name, sure)


def _known(words: str, catalog: Catalog) -> str | None:
    """The license that these words and no others name."""
    name = _NAME_END.sub("", words.strip().strip("'\"“”«»《》.*")).strip()
    short = " ".join(_FILLER.sub(" ", name).replace(",", " ").split())
    if not short or len(name) > 120:
        return None
    for each in dict.fromkeys((name, name.rstrip("."), short, f"{short} license")):
        id_ = known_id(each, catalog) or expression.normalized(each.replace(" ", "-"), lambda _: None)
        if id_:
            return id_
    return None


def _role_of(subject: str) -> Role:
    """Whose license a sentence speaks of, by the words before the verb."""
    if _WEIGHTS.search(subject):
        return Role.WEIGHTS
    if _CODE.search(subject):
        return Role.CODE
    return Role.DATA if _DATA.search(subject) else Role.ANY
