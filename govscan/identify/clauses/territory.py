"""Places in which a license grants nothing: passages enter, clauses leave. Sanction lists are none."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from govscan.facts import Unknown
from govscan.identify.clauses.clause import Clause, clause
from govscan.identify.clauses.passages import Passage
from govscan.identify.clauses.places import Place, places
from govscan.identify.clauses.rule import NOT, Span, first, says

TERM: Final = "territory_excluded"
LIST_GAP: Final = 60  # characters between two places of one list

_WORDS: Final = ("territor", "not apply", "exclud", "outside", "domicil", "located", "place of business", "within", "不适用",
                 "以外", "之外", "不包括", "排除", "境内", "地域", "区域", "地区", "not available", "not licensed", "not granted",
                 " in the ", "resid", "除外", "not permitted", "prohibited", "applicable")  # fmt: skip
_OPENS: Final = says(
    r"\"?territory\"? (?:shall )?(?:mean|refer|be)\w* ~140 (?:exclud\w+|except\w*|other than|outside(?: of)?|but not|not including|with the exception)",
    r"(?:licen[sc]e|agreement|terms?|rights?|grant|permission|model)\b ~90 (?:do(?:es)? not (?:apply|extend)|(?:is|are|shall be) not (?:applicable|valid|available|offered|granted|licen[sc]ed|intended|being granted|effective|permitted)|(?:is|are) void) ~60 (?:\bin\b|\bto\b|within|inside|for)",
    r"(?:(?:is|are) (?:expressly )?(?:not|excluded|prohibited|unlicensed|unauthorized))\b ~50 (?:use|access|download|distribut\w+|deploy\w*) ~30 (?:\bin\b|within|inside)\b",
    r"(?:(?:must|shall|may|will|can|do|are) not|cannot|prohibited from|never|agree not)\b ~60 (?:use|access|download|deploy|distribut|install|offer|make available)\w* ~160 (?:\bin\b|within|inside|from within|to (?:users|persons|individuals|end users|customers) in)\b",
    r"(?:not (?:being )?granted|no rights?|not licensed|not authorized|not permitted|does not apply)\b ~120 (?:domiciled|resid\w+|located|established|incorporated|headquartered|principal place of business)\b ~80 \bin\b",
    r"(?:for (?:use )?|territor\w+ |limited to |worldwide |globally |countries and regions |apply |applies |use )(?:only )?(?:\w+ ){0,3}?(?:outside(?: of)?|excluding|except(?: for| in)?|other than)\b",
    r"(?:represent|warrant|confirm|certif|acknowledge)\w* ~100 (?:not|outside)\b ~60 (?:located|resid\w+|domiciled|established|using|access\w*|based)? ~20 (?:\bin\b|within|of)\b",
    r"\bterritory\b\"? ~60 (?:(?:does|shall|will) not (?:include|cover|extend to|comprise)|excludes?)\b",
    r"outside (?:of )?the territory of",
    r"不适用于?",
    r"(?:地域|区域|领土|全球|世界|国家|许可范围) ~60 (?:不包括|不含|排除|除(?:了|去)?)",
    r"(?:不得|禁止|不可|严禁|不能) ~40 (?:在|于|向)",
    r"(?:未|不)(?:位于|在|处于)",
)
_OPENS_BEFORE: Final = says(
    r"\b(?:users?|persons?|individuals?|entities|entity|anyone|companies|organi[sz]ations|residents?|parties|those)\b ~40 (?:\bin\b|\bof\b|within|from)"
)
_REFUSED: Final = says(NOT, r"no (?:rights?|licen[sc]e|permission)|不得|禁止")
_NO_TERRITORY: Final = says(
    r"sanction|embargo|export (?:control|law|admin)|ofac|restricted part(?:y|ies)|制裁|出口管制",
    r"governed by|construed|laws? of|law of|jurisdiction of|exclusive jurisdiction|convention|法律管辖|适用.{0,40}法律|法院|公约",
    r"\b(?:means|refers to) .{0,40}(?:limited|inc\.|ltd|llc|gmbh) \(if you|regulation \(eu\)|court of|data protection|personal data|privacy",
    r"(?:consumer|statutory|mandatory) (?:protection |rights|law)",
)
_OWN_REGIONS: Final = frozenset({"HK", "MO", "TW"})  # left out of "mainland China", not of the grant
_EMBARGOED: Final = frozenset({"CU", "IR", "KP", "SY"})
_PARTY: Final = says(
    r"^\W*\"[^\"]{1,60}\"(?:[^\"]{1,20}\"[^\"]{1,60}\")* (?:shall |each )?(?:means?|refers?)",
    r"^.{1,30}(?:是指|指的是)",
    r"if you are located in ~400 (?:inc\.|limited|ltd|llc)",
)
_ONLY_IN: Final = says(
    rf"(?:{NOT}) ~60 (?:use|access|deploy|distribut)\w* ~80 \boutside\b",
    r"(?:licen[sc]ed|granted|use|used|valid|permitted|available|distribut\w+) (?:\w+ ){0,3}?(?:only|solely|exclusively) (?:\w+ ){0,3}?(?:in|within)\b",
    r"(?:仅|只)(?:限|能|可)?(?:于|在) ~20 (?:境内|范围内|地区)",
)
_ROOM: Final = says(
    r"\"?territory\"? (?:shall )?(?:means?|refers? to|be)\b",
    r"(?:outside|excluding) (?:of )?the territory\b",
    r"(?:本协议|许可)?地域(?:范围)?\"?(?:是指|指|为)",
)
_WORLD: Final = says(r"world-?wide|anywhere in the world|the world\b|all countries|globally|全球|世界")


def read_territory(passages: Sequence[Passage]) -> Iterator[Clause]:
    """Passages that take places out of the grant; Unknown where they do so in a way that is not understood."""
    known = False
    waiting: list[tuple[Passage, Span]] = []
    for passage in passages:
        text = passage.text
        if not any(word in text for word in _WORDS):
            continue
        if "territor" not in text and "地域" not in text and first(_PARTY, text) is not None:
            continue
        named = places(text) if first(_NO_TERRITORY, text) is None else ()
        found = _excluded(text, named) if named else None
        if found is not None:
            codes, span = found
            known = True
            yield clause(TERM, codes, passage, span, 0.9)
            continue
        span_ = first(_ROOM, text)
        if (span_ is not None and first(_WORLD, text) is None) or (
            named and (span_ := first(_ONLY_IN, text)) is not None
        ):
            waiting.append((passage, span_))
    if not known:
        for passage, span_ in waiting[:3]:
            yield clause(TERM, Unknown("the text limits the territory in other words"), passage, span_, 0.5)


def _excluded(text: str, named: Sequence[Place]) -> tuple[tuple[str, ...], Span] | None:
    """The places of a passage that are taken out, and the words that do so."""
    codes: set[str] = set()
    spans: list[Span] = []
    for opening in (*_OPENS, *_OPENS_BEFORE):
        span = opening.find(text)
        listed = _list_after(text, span[1], named) if span is not None else []
        found = {place.code for place in listed}
        if span is None or not listed or found <= _OWN_REGIONS or found & _EMBARGOED:
            continue
        end = listed[-1].end
        if opening in _OPENS_BEFORE and first(_REFUSED, text[end : end + LIST_GAP]) is None:
            continue
        if opening not in _OPENS_BEFORE and first(_ONLY_IN[:1], text[: listed[0].start]) is not None:
            continue  # "not outside X" leaves only X
        codes |= found
        spans.append((span[0], end))
    if not spans:
        return None
    return tuple(sorted(codes)), (min(start for start, _ in spans), max(end for _, end in spans))


def _list_after(text: str, start: int, named: Sequence[Place]) -> list[Place]:
    """The places that follow one another from `start` on."""
    listed: list[Place] = []
    at = start
    for place in named:
        if place.start < start or text[place.start : place.end] == "u.s.":  # "U.S. export laws" is no place to be in
            continue
        between = text[at : place.start]
        if len(between) > LIST_GAP or (listed and any(sign in between for sign in (";", "。", " or any other law"))):
            break
        listed.append(place)
        at = place.end
    return listed
