"""What recipients are bound to, and to what the user is: share-alike, passing on, lists of forbidden uses, military."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from typing import Final

from govscan.identify.clauses.rule import MUST_ZH, NOT, NOT_ZH, Rule, says

SHARE: Final = "share_alike"
PASSING: Final = "pass_on_restrictions"
USES: Final = "use_restrictions"
MILITARY: Final = "military_prohibited"

_THIS: Final = r"(?:this|the|these|such|said|same|an? (?:similar|compatible|identical)) (?:[\w.\[\]-]+ ){0,4}?(?:agreement|licen[sc]e|terms|licen[sc]e terms|public licen[sc]e)\b"
_WORKS: Final = r"(?:derivatives?|derivative works?|derivative models?|modifi\w+|adapt\w+|works? based on|derived works?|fine-?tuned|entire work|larger work|model derivatives?|covered)\b"
_OWN_TERMS: Final = (
    r"(?:additional|different|own|alternative) (?:or (?:additional|different) )?(?:[\w-]+ ){0,2}?(?:licen[sc]e|licensing)? ?(?:terms|conditions|agreement|licen[sc]e)",
)

_SHARES: Final = (
    Rule(
        SHARE,
        True,
        ("under", "subject to", "same", "share", "pursuant", "alongside", "recipient"),
        says(
            rf"{_WORKS} ~140 (?:must|shall|will|only|remain\w*|(?:is|are) (?:also )?(?:licen[sc]ed|distributed|released)) ~60 (?:under|subject to|governed by|pursuant to) (?:the )?(?:\w+ ){{0,4}}?{_THIS}",
            rf"{_WORKS} ~260 (?:only (?:do so )?|exclusively |solely )(?:\w+ ){{0,5}}?(?:under|pursuant to|in accordance with) (?:the )?(?:terms (?:and conditions )?of |same )?{_THIS} ~10 (?:$|[.;,])",
            rf"(?:distribut\w+|convey\w*|licen[sc]e\w*|release\w*|publish\w*|share\w*|make available) ~120 {_WORKS} ~100 (?:under|subject to|pursuant to) (?:the )?(?:\w+ ){{0,5}}?(?:this (?:licen[sc]e|agreement)|same (?:terms|licen[sc]e))",
            r"licen[sc]e(?:d)? (?:the entire work|as a whole|of the whole) ~80 under",
            rf"as a whole ~60 under (?:the terms of )?{_THIS}",
            r"adapter's licen[sc]e you apply must be",
            r"rights? ~80 directly granted ~80 recipients? ~40 pursuant to",
            r"share ?alike|same licen[sc]e (?:terms )?as this|under the same (?:terms|licen[sc]e)",
            rf"{_WORKS} ~30 (?:is|are|remains?) subject to (?:the |this )(?!additional)",
            rf"(?:ensure|require|procure|bind) ~60 recipients? ~60 {_WORKS} ~80 (?:comply|complies|bound|adhere\w*|abide\w*) ~20 (?:this agreement|this licen[sc]e)",
            r"(?:distributed|published|shared|adapt\w+) ~40 provided under and subject to",
            rf"rights? to use ~80 (?:granted|licen[sc]ed) ~60 recipients? ~40 (?:pursuant to|under) {_THIS}",
            r"(?:this agreement|this licen[sc]e) (?:shall|must) be (?:distributed|included|provided) (?:alongside|with) ~60 (?:ensure|maintain)",
        ),
        says(
            *_OWN_TERMS,
            r"subject to (?:the terms and conditions of|your compliance with) this (?:licen[sc]e|agreement).{0,60}(?:hereby )?grant",
            r"\bgrants?\b|is granted|are granted|you are granted|indemnif|terminate|warrant|liab|governed by (?:the )?laws",
            r"use-based restrictions|use restrictions.{0,40}provision",
            r"does not (?:require|apply|prohibit|restrict)|not required to|need not|nothing in this|may be |\bmeans\b|refers to|separate(?:ly)? licen[sc]ed|dual",
            r"not conflict|lesser general|may (?:also )?(?:choose|elect|sublicense)|ownership|trademark",
            r"(?:rights|permissions|obligations|risks?|responsib\w+|performance|liability|exercise) ~80 under this",
            r"\barising\b",
            r"(?:you|licensee) may (?:\w+ )?(?:use|copy|reproduce)\b.{0,200}subject to",
        ),
    ),
    Rule(
        SHARE,
        True,
        ("相同", "同样", "本协议", "本许可"),
        says(
            r"(?:衍生|修改) ~60 (?:必须|应当|应|须|仅|只) ~20 (?:在|以|按照?|依据|依照|采用|适用|遵循|根据) ~6 (?:相同|同样|同一|本协议|本许可) ~14 (?:发布|分发|许可|授权给|提供|开源|约束)",
            r"(?:按照|依据|以|采用|适用) ~10 (?:相同|同样|同一)(?:的)?(?:许可|协议|条款|方式) ~40 (?:衍生|分发|发布|共享)",
            r"(?:衍生|修改) ~60 (?:采用|适用|遵循|使用|按照) ~10 (?:相同|同样|同一)(?:的)?(?:许可|协议|条款)",
            r"(?:确保|保证|要求) ~20 (?:下游|后续|接收|第三方) ~60 衍生 ~30 (?:遵守|受) ~6 (?:本协议|本许可)",
            r"相同方式共享",
        ),
        says(r"不同的许可|额外的?(?:或不同的?)?|其他许可|授予您|是指|登记|申请|联络"),
    ),
)
_RECIPIENTS: Final = r"(?:users?|recipients?|third part(?:y|ies)|licensees?|customers?|end[- ]users?|downstream|sublicensees?|anyone|others)\b"
_RESTRICTIONS: Final = r"(?:use[- ]based restrictions|use restrictions?|usage restrictions?|restrictions?|prohibited use policy|acceptable use policy|prohibited uses|use policy|attachment|paragraph|section)\b"
_PASSES: Final = (
    Rule(
        PASSING,
        True,
        (
            "enforceable",
            "require",
            "bound",
            "comply",
            "subject to",
            "agree",
            "impose",
            "restrict",
            "ensure",
            "flow",
            "obligat",
        ),
        says(
            rf"{_RESTRICTIONS} ~160 (?:enforceable provision|enforceable term|in any (?:type of )?(?:legal )?agreement)",
            rf"(?:enforceable provision|enforceable term) ~160 {_RESTRICTIONS}",
            rf"(?:shall|must|will|agree to|agrees to) (?:also )?(?:require|ensure|cause|procure|bind|obligate|impose|make sure) ~80 {_RECIPIENTS} ~120 (?:comply|compl\w+|bound|abide|adhere|agree|terms|subject to|restrict\w*|observe)",
            r"(?:recipients?|third part(?:y|ies)|(?:your|end|subsequent|downstream|all) users|sublicensees?|transferees?)\b ~60 (?:must|shall|is|are|be|have) ~40 (?:bound by|agree(?:s|d)? (?:in writing )?to|subject to|comply with|abide by) ~60 (?:this|these|terms|restrictions|licen[sc]e|agreement|section)",
            rf"(?:same|these|such|use|similar) (?:use )?restrictions ~80 (?:{_RECIPIENTS}|derivative)",
            rf"(?:provide|give) notice to ~60 {_RECIPIENTS} ~120 subject to",
            r"under (?:any|a) licen[sc]e ~60 (?:does not contradict|includ\w+|contain\w*|consistent with|imposes?) ~30 restrictions",
            r"derivatives? ~60 (?:will|shall|must) (?:also )?be (?:limited|restricted|confined) to",
            rf"notice that ~80 (?:under|subject to) {_THIS}",
            r"ongoing use of ~100 subject to",
            r"(?:any )?restrictions (?:set forth|contained) ~80 also apply to ~20 derivative",
            r"include ~60 (?:same|equivalent|at least as restrictive) ~60 (?:restrictions|terms)",
        ),
        says(
            r"acknowledges? that|by (?:download|us|click|access|install)\w*ing|your end ?users are the only|indemnif|liable|warrant(?:y|ies)\b",
            r"end user product|does not apply|no obligation|not required|grants you|hereby grant|compl(?:y|iance) with (?:all )?(?:applicable )?laws? and regulations?.?$",
            r"you represent|lesser general|transaction|government|u\.s\. department|patent licen[sc]e|litigation|third[- ]party (?:materials|components|software)|open source",
        ),
    ),
    Rule(
        PASSING,
        True,
        ("下游", "第三方", "后续", "接收", "使用者", "用户"),
        says(
            rf"(?:{MUST_ZH}|确保|要求|保证) ~40 (?:下游|第三方|后续|接收|被许可|使用者|用户|他人) ~60 (?:遵守|受|约束|遵循|履行|同意) ~40 (?:本|协议|限制|条款|许可|规定|约定|要求)?",
            r"使用限制 ~60 (?:可执行|纳入|包含)",
            r"(?:协议|条款) ~20 对(?:下游|第三方|后续|其)(?:用户)? ~20 约束",
            r"(?:分发|提供|发布) ~60 (?:同样|相同|同等)(?:的)?(?:限制|条款|义务|约束)",
        ),
        says(r"法律法规的?(?:规定|要求)?。?$|赔偿|索赔|隐私政策|个人信息"),
    ),
)
_LIST: Final = (
    Rule(
        USES,
        True,
        ("not", "prohibit", "polic", "restrict"),
        says(
            r"acceptable use policy|prohibited uses? policy|use[- ]based restrictions|prohibited uses\b|use restrictions\b|responsible use|usage policy|trustworthy ai",
            rf"(?:{NOT}) ~120 (?:for|to|in)\b ~60 (?:unlawful|illegal|military|weapon|surveillance|minors|discriminat\w+|harass\w*|disinformation|defam\w+|harm(?:ful|ing)?\b|national security|violence|malware)",
        ),
        says(r"patent|disclaim|indemnif|liable|not (?:restrict|a licen[sc]e)|trademark"),
    ),
    Rule(
        USES,
        True,
        ("不得", "禁止", "使用限制", "政策"),
        says(
            r"使用限制|可接受使用|使用政策|禁止(?:的)?(?:使用|用途)",
            rf"(?:{NOT_ZH}) ~80 (?:违法|非法|军事|危害|歧视|侵犯|暴力|虚假|恐怖|损害|国家安全|违反)",
        ),
        says(r"商标|赔偿"),
    ),
    Rule(
        USES,
        True,
        ("unlawful", "illegal", "harm", "minors", "spam", "fraud", "malware", "discriminat", "harass", "violence"),
        says(
            r"^\W*(?:\w{1,3}[.)]\W*)?(?:to|for|in)\b ~80 (?:unlawful|illegal|harm\w*|minors|spam|fraud\w*|malware|discriminat\w+|harass\w*|violence)"
        ),
        (),
        says(rf"(?:{NOT}) ~80 \buse\b ~120 :"),
        confidence=0.8,
    ),
)
_ARMED: Final = r"(?:\bmilitary\b|\bwarfare\b|armed forces|armed conflict|\bcombat\b|defen[cs]e industr\w+)"
_BAN: Final = says(
    NOT,
    NOT_ZH,
    r"prohibit|restrict|forbid|banned|disallow|not permitted|unacceptable|without limitation violat|you agree you will not",
)
_WAR: Final = (
    Rule(
        MILITARY,
        True,
        ("military",),
        says(
            r"non-?military (?:\w+ )?(?:use|purposes?) only", r"(?:only|solely|exclusively) (?:\w+ ){0,3}?non-?military"
        ),
    ),
    Rule(
        MILITARY,
        True,
        ("military", "warfare", "armed ", "combat", "defence industr", "defense industr"),
        says(_ARMED),
        says(
            r"non-?military|military (?:service|status|veteran)|veteran|or military (?:government|authorit)|united states government|insurrection|act of war|civil or military|force majeure|12\.212|dfars|48 c\.?f\.?r",
            r"insignia|crests",
            r"high[- ]risk ~60 (?:own risk|responsib|if you)",
        ),
        _BAN,
        confidence=0.95,
    ),
    Rule(
        MILITARY,
        True,
        ("军事", "军用", "战争"),
        says(r"军事|军用|战争"),
        says(r"不可抗力|若您坚持|高风险场景|退伍"),
        _BAN,
        confidence=0.95,
    ),
)
MILITARY_DOUBTS: Final = says(_ARMED, r"军事|军用")
MILITARY_IDLE: Final = says(
    r"non-?military|military (?:service|status|veteran)|veteran|or military (?:government|authorit)|united states government|civil or military|force majeure|不可抗力|退伍|12\.212|dfars|48 c\.?f\.?r"
)
OWN_TERMS: Final = says(
    rf"(?:may|can|could|free to|choose to)\b ~160 {_OWN_TERMS[0]} ~160 (?:modif\w+|derivative|use|distribut\w+)",
    r"(?:可以|可) ~80 (?:额外|附加|不同|其他|另行)(?:的)?(?:或不同的?)? ?(?:许可|条款|协议|授权)",
)
RULES: Final = (*_SHARES, *_PASSES, *_LIST, *_WAR)
