"""What a license says about training other models with the outputs: rules over passages."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from typing import Final

from govscan.identify.clauses.rule import NOT, NOT_ZH, Phrase, Rule, says

TERM: Final = "output_training"

_OUTPUT: Final = r"(?:outputs?|results?|generated (?:content|data|text)|completions?|any part thereof|derivatives?|materials?|services?|works?|models?|parameters|data produced|synthetic data)\b"
_OWN_OUTPUT: Final = r"(?:outputs?|results? (?:from|of|therefrom)|generated (?:content|data)|synthetic data|results?)\b"
_TRAIN: Final = r"\b(?:improve|train|retrain|pre-?train|fine-? ?tun\w+|create|creat(?:e|ing|ion of)|develop\w*|enhanc\w+|distil\w*|build|improving|training|improvement of|optimi[sz]e)\b"
_OTHER_MODEL: Final = r"(?:(?:other|another|third[- ]party|different) (?:[\w()/-]+,? ){0,8}?(?:models?|llms?|ai|systems?|technolog\w+|algorithms?)|any (?:[\w()/-]+,? ){0,8}?(?:models?|llms?|ai)|foundation\w* (?:[\w-]+ ){0,4}?models?)\b"
_RIVAL: Final = r"compet\w+|similar to|substantially similar|rival"
_NAMES: Final = r"(?:display|include|begin|prefix|name|mark|indicate|state|credit|attribut\w+)\b"
_IDLE: Final = r"not obligated to support|provide training for|liable|liability|reverse engineer|means all|shall mean|\bmeans\b|是指|for clarity|not deemed|claims no|以按原样"

PROHIBITED: Final = Rule(
    TERM,
    "prohibited",
    ("improv", "train", "tun", "develop", "distil", "creat", "enhanc"),
    says(
        rf"(?:{NOT}) ~140 {_OUTPUT} ~120 {_TRAIN} ~60 {_OTHER_MODEL}",
        rf"(?:{NOT}) ~30 {_TRAIN} ~60 {_OTHER_MODEL} ~100 {_OWN_OUTPUT}",
    ),
    says(
        _RIVAL,
        _IDLE,
        r"non-?commercial (?:ai |machine learning )?models?\b",
        r"\bfor commercial use\b",
        r"\bcommercial (?:ai )?models?\b",
    ),
)
PROHIBITED_ZH: Final = Rule(
    TERM,
    "prohibited",
    ("改进", "训练", "改善", "提升", "蒸馏", "微调", "开发", "优化"),
    says(
        rf"(?:{NOT_ZH}) ~80 (?:改进|训练|改善|提升|蒸馏|微调|优化|开发) ~40 (?:其他|其它|任何|第三方|别的|另外) ~30 (?:模型|人工智能)"
    ),
    says(r"竞争|类似|是指|鼓励", r"非商业.{0,20}模型", r"商业(?:性|化|用途)?(?:的)?(?:ai|人工智能)?模型"),
)
RIVALS: Final = Rule(
    TERM,
    "conditional",
    ("compet", "similar", "commercial"),
    says(
        rf"(?:{NOT}) ~200 {_TRAIN} ~160 (?:{_RIVAL})",
        rf"(?:{NOT}) ~140 {_OWN_OUTPUT} ~120 (?:{_RIVAL}) ~80 model",
        rf"(?:{NOT}) ~140 {_OUTPUT} ~120 {_TRAIN} ~60 {_OTHER_MODEL} ~120 (?:non-?commercial|for commercial use)",
        rf"(?:{NOT}) ~140 {_OUTPUT} ~120 {_TRAIN} ~60 commercial (?:\w+ ){{0,2}}?models?",
    ),
    says(r"liable|liability|means all|shall mean|is not a non-commercial|perform similarly|not obligated"),
    under=says(rf"{_OWN_OUTPUT}|distil|train"),
)
SPARED: Final = Rule(
    TERM,
    "conditional",
    ("commercial",),
    says(
        rf"(?:{NOT}) ~140 {_TRAIN} ~60 {_OTHER_MODEL} ~160 non-?commercial (?:\w+ ){{0,3}}?models?",
        rf"(?:{NOT}) ~140 {_TRAIN} ~40 commercial (?:\w+ ){{0,3}}?models?",
    ),
    says(r"liable|liability|means all|shall mean"),
)
RIVALS_ZH: Final = Rule(
    TERM,
    "conditional",
    ("竞争", "类似", "非商业", "商业"),
    says(
        rf"(?:{NOT_ZH}) ~100 (?:改进|训练|改善|提升|蒸馏|微调|优化|开发) ~60 (?:竞争|类似)",
        rf"(?:{NOT_ZH}) ~60 (?:竞争|类似) ~40 (?:模型|产品)",
        rf"(?:{NOT_ZH}) ~80 (?:改进|训练|改善|提升|蒸馏|微调|优化|开发) ~40 (?:其他|其它|任何|第三方) ~30 模型 ~60 非商业",
        rf"(?:{NOT_ZH}) ~80 (?:改进|训练|改善|提升|蒸馏|微调|优化|开发) ~40 商业 ~20 模型",
    ),
    says(r"是指"),
)
NAMED: Final = Rule(
    TERM,
    "conditional",
    ("train", "improve", "tun", "训练", "微调"),
    says(
        rf"(?:if|when|where)\b ~320 {_OWN_OUTPUT} ~160 {_TRAIN} ~260 (?:shall|must|will|should|agree)\b ~80 {_NAMES}",
        rf"models? ~20 (?:train\w*|fine-?tuned|created|improved|distilled) ~40 {_OWN_OUTPUT} ~80 (?:shall|must|should|will)\b ~60 (?:names?|display|include|prefix)",
        rf"(?:shall|must|will)\b ~120 {_NAMES} ~200 {_OWN_OUTPUT} ~60 (?:to |for )?{_TRAIN}",
        r"(?:使用|利用|将) ~60 (?:输出|结果|生成) ~60 (?:训练|改进|微调) ~100 (?:应|须|必须|需) ~60 (?:标注|标明|展示|显示|命名|名称|注明)",
    ),
    says(_IDLE, r"following attribution notice"),
)
LIMITED: Final = Rule(
    TERM,
    "conditional",
    ("output", "result", "generated", "输出", "生成"),
    says(
        r"(?:outputs?|results? of)\b ~120 (?:only|solely|exclusively)\b ~60 (?:non-?commercial|research)",
        rf"(?:{NOT}) ~160 (?:outputs?|results? of|derived data|data produced)\b ~160 (?<!non-)(?<!non)\bcommercial (?:\w+ ){{0,2}}?(?:uses?|purposes?|activit\w+|production|or\b)",
        rf"(?:{NOT}) ~160 (?<!non-)(?<!non)\bcommercial (?:\w+ ){{0,2}}?(?:use|purposes?|activit\w+) ~80 (?:outputs?|results)\b",
        r"(?:outputs?)\b ~60 (?:non-?commercial|research) (?:\w+ ){0,3}?(?:purposes?|use)? ?only",
        r"输出(?!地) ~60 (?:仅|只|不得) ~40 (?:非商业|商业|研究)",
    ),
    says(r"for any purpose", r"including for commercial", r"as is\b|liable|results of operation|publication"),
    confidence=0.8,
)
_ITEM: Final = r"^\W*(?:\w{1,3}[.)]\W*)?(?:for [\w -]{1,30}[:,] )?"
ITEMS: Final = (
    Rule(
        TERM,
        "prohibited",
        ("train", "improv", "develop", "creat", "tun"),
        says(rf"{_ITEM}(?:use .{{0,80}})?(?:to )?{_TRAIN} ~60 {_OTHER_MODEL}"),
        says(_RIVAL, _IDLE, r"\bcommercial\b", NOT),
        says(rf"(?:{NOT}) ~120 {_OUTPUT} ~100 :", rf"(?:{NOT}) ~60 (?:use|allow) ~60 :"),
        confidence=0.8,
    ),
    Rule(
        TERM,
        "conditional",
        ("train", "improv", "develop", "creat", "tun"),
        says(
            rf"{_ITEM}(?:use .{{0,80}})?(?:to )?{_TRAIN} ~80 (?:{_RIVAL})",
            rf"^.{{0,12}}for commercial (?:use|purposes) ~20 {_TRAIN} ~60 {_OTHER_MODEL}",
        ),
        says(_IDLE),
        says(rf"(?:{NOT}) ~120 {_OWN_OUTPUT}"),
        confidence=0.8,
    ),
    Rule(
        TERM,
        "conditional",
        ("output", "results", "data produced"),
        says(
            rf"{_ITEM}use\b.{{0,200}}(?:outputs?|results|data produced)\b ~120 (?<!non-)(?<!non)\bcommercial (?:\w+ ){{0,3}}?(?:uses?|purposes?|activit\w+)",
        ),
        says(_IDLE),
        says(NOT),
        confidence=0.8,
    ),
)
RULES: Final = (*ITEMS, PROHIBITED, PROHIBITED_ZH, SPARED, RIVALS, RIVALS_ZH, NAMED, LIMITED)

DERIVED: Final = Phrase(
    r"(?:derivatives?\b|derivative works?\b|衍生) ~300 (?:model'?s? outputs?|outputs? of|(?:based on|from) .{0,40}outputs?|generated data|synthetic data|output of|输出)"
)
DERIVED_DEFINES: Final = Phrase(r"\bmeans?\b|shall include|是指|包括|refers to")

DOUBTS: Final = says(
    rf"(?:{NOT}) ~100 (?:outputs?|generated)\b ~80 \b(?:train|improve|fine-?tune|distil\w*)\b",
    rf"(?:{NOT_ZH}) ~60 输出 ~60 (?:训练|改进|蒸馏|微调)",
)
IDLE: Final = says(_IDLE, r"\bhealth|sensitive|outside the territory")
