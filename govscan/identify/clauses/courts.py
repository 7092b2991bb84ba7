"""Governing law and venue: passages enter, clauses leave."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from govscan.facts import Unknown
from govscan.identify.clauses.clause import Clause, clause
from govscan.identify.clauses.passages import Passage
from govscan.identify.clauses.places import law_of, places
from govscan.identify.clauses.rule import first, says
from govscan.pattern import pattern

LAW: Final = "governing_law"
VENUE: Final = "venue"
REACH: Final = 170

_NAMED: Final = pattern(r"(?:governing law|applicable law|适用法律|准据法|法律适用)(?: and [a-z ]{1,40})?[.:]? ?")
_SPEAKS: Final = pattern(r"govern|constru|interpret|\bapply\b|choice of law|适用|管辖|准据|解释")
_LAWS: Final = pattern(
    r"(?:\blaws? (?:in (?:force|effect) in|of|in|applicable in|applied in|and regulations of)\b|law(?:s)? (?:is|are|shall be) (?:that|those) of|jurisdiction of|国法)"
)
_OF_LAW: Final = pattern(r"\blaws?\b|法律|法规|法\b|法(?=管辖|解释|并|，|。|,|;|和)")
_IDLE: Final = says(
    r"(?:required|permitted|prohibited|allowed|recognized|provided|protected) (?:by|under) ~30 laws?\b ~200 $",
    r"copyright laws?|export|sanction|anti-?corruption|patent laws?|personal information protection|trademark law|data protection|privacy",
)
_STRONG: Final = says(
    r"governed|governs|governing law|constru(?:ed|ction)|interpreted|interpretation|(?:settled|resolved|decided|determined) (?:\w+ ){0,3}?(?:under|according to|in accordance with) (?:the )?laws? of|choice of law|exclusively subject|subject to the (?:\w+ ){0,3}laws? of",
    r"(?:受|适用|依据|依照|按照|根据|遵循|以) ~60 (?:法律|法规|法)(?:管辖|解释|的管辖|并|,|。|;|及|和|、|为准)?",
    r"适用法律|法律适用|准据法",
)
_RULES_ALL: Final = says(
    r"\blaws?\b ~80 (?:shall|will) (?:govern|apply to)", r"\blaws? (?:exclusively )?(?:governs|applies)\b"
)
_COURT: Final = pattern(r"\bcourts?\b|arbitrat|tribunal|\bvenue\b|法院|仲裁")
_VENUE: Final = says(
    r"(?:exclusive|non-exclusive|sole) (?:and exclusive )?(?:jurisdiction|venue)",
    r"(?:submit\w*|consent\w*|brought|resolved|settled|referred|heard|instituted|litigated|filed|decided|determined) ~160 (?:courts?\b|arbitrat\w*|tribunal)",
    r"courts? ~160 (?:exclusive |sole )?jurisdiction",
    r"jurisdiction ~80 courts?\b",
    r"(?:arbitration|arbitrated) ~80 (?:rules|center|centre|commission|administered|board)",
    r"(?:提交|诉讼|管辖|起诉|提起|仲裁|解决) ~80 (?:法院|仲裁)",
    r"法院 ~20 (?:管辖|诉讼|裁决|解决)",
    r"仲裁委员会|人民法院",
)
_NO_VENUE: Final = says(
    r"patent (?:claim|litigation)|statute|court order|judicial|order of a court|invalid|unenforceable|nearest to|if a court"
)


def read_courts(passages: Sequence[Passage]) -> Iterator[Clause]:
    """Which law governs and who decides."""
    for passage in passages:
        yield from _law(passage)
        if _COURT.search(passage.text) and first(_NO_VENUE, passage.text) is None:
            span = first(_VENUE, passage.text)
            if span is not None:
                end = min(len(passage.text), span[1] + 60)
                found = clause(VENUE, "", passage, (span[0], end), 0.8)
                yield replace(found, value=" ".join(found.quote.split()))


def _law(passage: Passage) -> Iterator[Clause]:
    text = passage.text
    if not _SPEAKS.search(text) or not _OF_LAW.search(text):
        return
    strong = first(_STRONG, text) or first(_RULES_ALL, text)
    if strong is None:
        return
    start = strong[0]
    opened = _LAWS.search(text, max(0, start - 120))
    code = None
    if opened is not None:
        code = law_of(text[opened.end() : opened.end() + REACH])
    if code is None:
        law = _OF_LAW.search(text, strong[0])
        while law is not None and code is None:
            code = law_of(text[max(0, law.start() - 70) : law.start()])
            law = _OF_LAW.search(text, law.end())
    if code is None and (named := _NAMED.search(text)) is not None:
        code = law_of(text[named.end() : named.end() + 60])
    if code is not None and code not in ("EU", "EEA"):  # a union has no contract law of its own
        end = min(len(text), start + 150)
        yield clause(LAW, code, passage, (start, end), 0.95)
    elif opened is not None and first(_IDLE, text) is None and _elsewhere(text):
        yield clause(
            LAW, Unknown("the text names the law in other words"), passage, (start, min(len(text), start + 150)), 0.5
        )


def _elsewhere(text: str) -> bool:
    """Whether a law is chosen by a rule (that of the licensor's seat) instead of by name."""
    return (
        not places(text)
        and any(word in text for word in ("govern", "constru", "interpreted", "受", "适用"))
        and any(
            word in text
            for word in (
                "resid",
                "domicil",
                "located",
                "place of business",
                "seat",
                "licensor",
                "国家",
                "所在地",
                "jurisdiction",
                "country",
            )
        )
    )
