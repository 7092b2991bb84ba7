"""Whether a text is a complete license, a legal text beside one (a policy), or neither."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from enum import Enum
from typing import Final

from govscan.pattern import pattern

SHORTEST: Final = 150  # characters of a license
SHORT: Final = 1_800  # a text below this that points to another one is a pointer


class Kind(Enum):
    LICENSE = "license"  # grants rights under conditions: what it does not say is not there
    LEGAL = "legal"  # states duties, but the grant is elsewhere: what it does not say may be said there
    OTHER = "other"


_GRANT: Final = pattern(
    r"hereby grants?|\blicenses you to\b|\bgrants? (?:to )?(?:you|the user|the licensee|licensee|each|recipient|the public|any|all|a\b)|"
    r"permission (?:is|to) (?:hereby )?(?:granted|use|copy)|you are (?:hereby )?granted|(?:is|are) granted (?:to|a|the|permission)|"
    r"\bis hereby granted|redistribution and use in source|you (?:may|can|are free to|are permitted to) "
    r"(?:use|copy|download|distribute|reproduce|modify|freely|do|redistribute|convey|exercise|host|make)|"
    r"\bmay (?:freely )?(?:use|copy|reproduce|share|redistribute)\b|"
    r"everyone is permitted to copy|permits you to|you are (?:free|allowed|welcome) to|licensee may|"
    r"allows? you to|free for any|do what the fuck|released into the public domain|dedicat.{1,60}public domain|"
    r"授予|许可您|允许您|您可以|授权您|您可|特此许可|特此授权|免费使用|授权使用"
)
_CONDITION: Final = pattern(
    r"\b(?:must|shall|provided that|subject to|conditions?|restrictions?|requirements?|terms|without warranty)\b|必须|应当|不得|须|应|遵守|条款|条件"
)
_ITSELF: Final = pattern(
    r"(?:this|these|the above|the following|above|following|said) (?:\w+ ){0,4}?(?:licen[sc]e|agreement|terms|permission notice|"
    r"copyright notice|conditions|notices?)|\blicen[sc]e agreement|terms of use|"
    r"本(?:协议|许可|授权|条款|声明|许可证)|许可协议|许可证"
)
_WARRANTY: Final = pattern(
    r"as[ -]is\b|warrant(?:y|ies)|liab(?:le|ility)|no event|at your own risk|按(?:原样|现状)|现状|免责|不承担|不作任何|保证|责任"
)
_POLICY: Final = pattern(
    r"(?:use|usage) polic(?:y|ies)|prohibited uses?|terms (?:of|and|for)|agreement|code of conduct|使用政策|协议|条款"
)
_DUTY: Final = pattern(
    r"\byou (?:\w+ ){0,3}(?:must|shall|will|may|agree)(?: to)? not|you (?:agree|may not|cannot)|(?:must|may|shall) not (?:use|be used)|您不得|不得"
)
_POINTER: Final = pattern(
    r"(?:licen[sc]ed? (?:\w+ ){0,4}(?:under|at|in|file|here)|refer to|see|read|available (?:at|under)|governed by|subject to|released under|"
    r"适用于|遵循|详见|参见|查看)\b.{0,160}(?:https?://|\blicen[sc]e\b|许可)"
)
_CARD: Final = pattern(
    r"^---\s*\n(?:.*\n){0,60}?(?:license|tags|pipeline_tag|library_name|language)\s*:|"
    r"(?:^|\n)#+ +(?:model (?:card|details|description|summary|overview|introduction)|how to (?:use|get started)|quick ?start|usage\b|"
    r"evaluation|benchmarks?|training (?:data|details|procedure)|intended uses?|citation|install|requirements|"
    r"getting started|news|quantization|模型介绍|快速开始|使用方法|引用|评测)"
)
_CODE: Final = pattern(
    r"(?:^|\n) {0,12}(?:def \w+\(|class \w+[(:]|import \w+|from [\w.]+ import|#include|return\b.*[;)]|if __name__|function \w+\(|const \w+ =|\}\s*$)"
)


def kind_of(folded: str) -> Kind:
    """What a folded text is. In doubt it is less."""
    if len(folded) < SHORTEST and not (len(folded) >= SHORTEST // 3 and _zh_share(folded) > 0.3):
        return Kind.OTHER
    code = sum(1 for _ in _CODE.finditer(folded))
    if code >= 4 and code * 400 > len(folded):
        return Kind.OTHER
    card = len({found[0] for found in _CARD.finditer(folded[:60_000])})
    itself = len(_ITSELF.findall(folded))
    if card >= 2 or (card and itself < 3):
        return Kind.OTHER
    granted = _GRANT.search(folded) is not None
    warned = _WARRANTY.search(folded) is not None
    if granted and _CONDITION.search(folded) and itself and (warned or itself >= 4):
        if len(folded) < SHORT and _POINTER.search(folded) and not _strong(folded):
            return Kind.OTHER
        return Kind.LICENSE
    if granted and _CONDITION.search(folded) and _strong(folded):
        return Kind.LICENSE
    if _POLICY.search(folded) and len(_DUTY.findall(folded)) >= 1 and len(folded) >= 600:
        return Kind.LEGAL
    return Kind.OTHER


_STRONG: Final = pattern(
    r"permission (?:is|to use).{0,60}granted|redistribution and use in source|hereby grant|\bgrants? you|"
    r"provided ['\"]as[ -]is|授予您|特此授予|everyone is permitted"
)


def _strong(folded: str) -> bool:
    return _STRONG.search(folded) is not None


def _zh_share(folded: str) -> float:
    return sum("\u4e00" <= sign <= "\u9fff" for sign in folded) / max(len(folded), 1)
