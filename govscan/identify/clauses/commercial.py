"""Commercial use, registration and the field of use: rules over passages."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from typing import Final

from govscan.identify.clauses.rule import MUST, MUST_ZH, NOT, NOT_ZH, Rule, says

USE: Final = "commercial_use"
REGISTRATION: Final = "registration_required"
FIELD: Final = "field_of_use"

_NC: Final = r"non-? ?commercial(?:ly)?\b"
_RESEARCH: Final = r"(?:research|academic|scientific|educational|evaluation|study|studies|teaching|personal)\b"
_COMMERCIAL: Final = r"(?<!non-)(?<!non)(?<!non )\bcommercial(?:ly|i[sz]e|i[sz]ation)?\b"
_BOTH: Final = r"(?<!non-)(?<!non)commercial(?:ly)?,? (?:and|or|as well as)(?:/or)? (?:for )?non-?commercial|non-?commercial(?:ly)?,? (?:and|or|as well as)(?:/or)? (?:for )?(?:for-profit|commercial)|商业(?:和|与|或|及|以及|或者)(?:/或)?非商业|非商业(?:性)?(?:用途|目的)?(?:和|与|或|及|以及|或者)商业"
_IDLE: Final = r"commercial(?:ly)? (?:damages|reasonable|practicable|loss|acceptable|computer|item|value|viab|software\b|court|arbitration|endorse|organi[sz]ation means|activity\" means)|commercial law|商业(?:损失|秘密|损害|信誉|诋毁|惯例|机密|价值)|occasionally and non|alternative is allowed|commercial advertis|unsolicited commercial|patent portfolio|consumer product"
_LIMIT: Final = r"(?:only|solely|exclusively|strictly|limited to|restricted to|purely)\b"
_GRANTED: Final = (
    r"(?:grant(?:s|ed)?|permi(?:t|ts|tted|ssion)|licen[sc]ed?|allow(?:s|ed)?|authori[sz]ed?|available|may|can)\b"
)
_PURPOSES: Final = r"(?:purposes?|uses?|usage|activit\w+|projects?|research|applications?|exploitation|gain|advantage|products?|services?|entit\w+|organi[sz]ations?|benefit)\b"
_DEFINES: Final = r"^\W{0,40}(?:\w{1,3}\W{1,20})?\"[^\"]{1,60}\"(?: or \"[^\"]{1,60}\")? (?:shall |hereby )?(?:means?|refers?|includes?|has the meaning|is defined)|^\W{0,40}(?:\S{1,5}\W{0,20})?\"[^\"]{1,20}\"(?:是指|指|包括)"

_CONDITION: Final = r"(?:register|registration|登记|注册|申请|备案|separate|prior|obtain|request|apply|appl(?:y|ication)|授权|书面|同意|contact|written|联系)"

PROHIBITED: Final = (
    Rule(
        USE,
        "prohibited",
        ("commercial", "research", "academic", "scientific", "personal", "evaluation"),
        says(
            rf"{_LIMIT} ~90 {_NC}",
            rf"{_NC} ~60 {_LIMIT}",
            rf"(?:purposes?|uses?|use cases?|activit\w+) other than ~20 {_COMMERCIAL}",
            rf"other than ~12 {_NC}",
            rf"{_GRANTED} ~400 for (?:\w+ ){{0,3}}?{_NC} (?:\w+ ){{0,4}}?{_PURPOSES}",
            rf"\blimited\b ~90 {_NC}",
            rf"{_NC} (?:\w+ ){{0,3}}?licen[sc]e (?:to|that|for|under)\b",
            rf"(?:{NOT}) ~160 primarily intended for ~40 commercial advantage",
            rf"(?:{_NC}) and not ~20 {_COMMERCIAL}",
            rf"^\W{{0,40}}(?:\w{{1,3}}\W{{1,20}})?{_NC}(?: use)?[.:;] ",
            rf"{_NC} purposes? ~20 (?:is|are) (?:a )?permitted",
        ),
        says(_BOTH, _IDLE, r"disclaimer|liable|liability", _DEFINES),
    ),
    Rule(
        USE,
        "prohibited",
        ("research", "academic", "scientific", "educational", "evaluation", "study"),
        says(
            rf"(?:grant\w*|permitted|licen[sc]ed?|use|used|made available|may)\b ~120 (?:only|solely|exclusively) (?:\w+ ){{0,3}}?for (?:\w+ ){{0,3}}?{_RESEARCH} ~60 (?:purposes?|uses?|research|only)",
            rf"(?:grant\w*|licen[sc]e)\b ~400 (?:solely|only|exclusively) for (?:\w+ ){{0,5}}?{_RESEARCH}",
            rf"\bonly use ~120 for (?:[\w-]+,? ){{0,4}}?{_RESEARCH} ~60 purposes",
            r"(?:only|solely|exclusively)\b ~90 non-production (?:environments?|purposes?|uses?)",
            rf"for (?:\w+ ){{0,3}}?{_RESEARCH} (?:\w+ ){{0,4}}?(?:purposes?|use|research)(?: only\b|,? and (?:for )?no other)",
            rf"other than (?:for )?(?:\w+ ){{0,2}}?{_RESEARCH} ~30 (?:purposes?|use)",
            rf"(?:limited|restricted) to (?:\w+ ){{0,3}}?{_RESEARCH} (?:\w+ ){{0,3}}?(?:purposes?|use|research)",
        ),
        says(_BOTH, _IDLE, r"disclaimer|liable|liability", _COMMERCIAL + r".{0,60}(?:regist|appl)", _DEFINES),
        confidence=0.85,
    ),
    Rule(
        USE,
        "prohibited",
        ("commercial", "for-profit", "profit", "production"),
        says(
            rf"(?:{NOT}) ~170 (?:for|in|of|to|towards?|with) (?:\w+ ){{0,6}}?{_COMMERCIAL} (?:\w+ ){{0,3}}?{_PURPOSES}",
            rf"(?:{NOT}) ~120 {_COMMERCIAL} or (?:\w+ ){{0,2}}?{_PURPOSES}",
            rf"(?:{NOT}) ~60 (?:use|used|be used|sold|exploit\w*) ~40 {_COMMERCIAL}",
            rf"{_COMMERCIAL} (?:\w+ ){{0,3}}?{_PURPOSES} ~60 (?:(?:is|are) (?:\w+ )?(?:prohibited|forbidden|excluded|not (?:allowed|permitted|granted|licen[sc]ed|covered))|not permitted|this (?:agreement|licen[sc]e) (?:is not|does not))",
            rf"(?:prohibits?|excludes?|excluding) (?:\w+ ){{0,3}}?{_COMMERCIAL} (?:\w+ )?{_PURPOSES}",
            rf"you are not ~20 {_COMMERCIAL} (?:entity|organi[sz]ation)",
        ),
        says(
            _BOTH,
            _IDLE,
            r"unless ~120 (?:regist|threshold|million|users|revenue)",
            r"(?:offer\w*|sell\w*|distribut\w*|sublicens\w*|mak\w+ available|provid\w+) ~60 (?:third part|service|hosted|api)",
            r"liable|liability|warrant",
            r"\bnot (?:restrict|limit|prevent|preclude|prohibit|object|require|intended)",
            r"advertis|promot|endors|trademark|name",
            r"exceed|more than|greater than|\bover\b",
            r"registr|register",
            _DEFINES,
        ),
    ),
    Rule(
        USE,
        "prohibited",
        ("商", "研究", "盈利", "营利"),
        says(
            r"(?:仅|只|限于|唯一) ~40 (?:非商业|非商用|学术|科研|研究|教育|个人|非营利|非盈利)",
            r"(?:授予|许可|允许|用于) ~80 (?:非商业(?:性|化)?|非营利性?|非盈利性?)(?:的)?(?:用途|目的|使用|研究|许可|授权|版权)",
            rf"(?:{NOT_ZH}) ~60 (?<!非)(?:商业|商用|盈利|营利)(?:性|化)?(?:的)?(?:用途|目的|使用|活动|行为|运营|产品|服务)?",
            r"(?<!非)商业(?:性)?(?:用途|使用|目的)? ~20 (?:除外|被禁止|不被允许|不适用)",
        ),
        says(
            _BOTH,
            _IDLE,
            r"登记|注册|备案|申请|授权|同意|超过|月活|竞争|商标|秘密|标识|免费商用|商业道德|公平",
            r"个人信息|第三方的|知识产权权利|责任|损失|是指|指的是|改进|模型除外",
        ),
    ),
)

_SEPARATE: Final = r"(?:(?:separate(?:ly)?|prior|additional|another|individual|written|specific|express) (?:\w+ ){0,3}?(?:agreement|licen[sc]e|permission|consent|authori[sz]ation|approval|contract|terms)|commercial licen[sc]e)"

CONDITIONAL: Final = (
    Rule(
        USE,
        "conditional",
        ("commercial",),
        says(
            rf"{_COMMERCIAL} ~140 (?:requires?|{MUST}) ~80 {_SEPARATE}",
            rf"{_COMMERCIAL} ~160 (?:must|shall|need(?:s)? to|required to|have to|please|should) ~80 (?:register|registration|complete|fill|apply|obtain|request|submit|contact|e-?mail|sign)",
            rf"{_SEPARATE} ~80 (?:for|to|before) ~40 {_COMMERCIAL}",
            rf"(?:to|for|before) (?:\w+ ){{0,3}}?{_COMMERCIAL} ~80 (?:contact|e-?mail|apply|obtain|request|fill)",
            rf"(?:contact|apply|appl(?:ication)|obtain\w*|request\w*|register\w*|fill) ~120 (?:for|a|to) (?:\w+ ){{0,3}}?{_COMMERCIAL} (?:\w+ )?(?:use|licen[sc]e|licensing|purposes?|authori[sz]ation)",
            rf"{_COMMERCIAL} (?:\w+ ){{0,3}}?(?:products?|services?|use|purposes?) ~60 (?:{MUST}) ~60 (?:display|include|show|mark|state|credit)",
            r"(?:compet\w+) ~160 (?:must|shall) (?:\w+ )?(?:request|obtain|apply)",
        ),
        says(
            rf"(?:{_BOTH}).{{0,60}}(?:free|purposes\.)",
            r"liable|liability|warrant|damages",
            r"open source licen",
            _DEFINES,
        ),
    ),
    Rule(
        USE,
        "conditional",
        ("host", "as a", "as-a-", "managed", "inference", "shared"),
        says(
            rf"(?:host\w* (?:use|service)|as[- ]a[- ](?:managed )?service|shared instance|managed service|inference service) ~160 {_SEPARATE}",
            rf"{_SEPARATE} ~120 (?:hosting use|hosted service|as a (?:managed )?service)",
            rf"(?:{NOT}) ~60 (?:hosting use|as a (?:managed|hosted) service|(?:hosted|managed) (?:\w+ )?service)",
        ),
        says(r"distribut.{0,40}means|refers to|liab|warrant|made accessible by us", _DEFINES),
        confidence=0.75,
    ),
    Rule(
        USE,
        "conditional",
        ("商",),
        says(
            rf"(?<!非)(?:商业|商用) ~60 (?:{MUST_ZH}|请) ~40 (?:登记|注册|申请|备案|取得|获得|获取|联系|书面|另行|签署|授权|填写)",
            r"(?:登记|申请|注册|备案|取得|获得|填写|邮件) ~30 (?<!非)(?:商业|商用)(?:授权|许可|使用)?",
            r"(?:未经|未取得|未获得) ~40 (?:授权|许可|同意|登记|书面) ~40 (?:不得|禁止) ~40 (?<!非)(?:商业|商用)",
            r"(?:不得|禁止) ~40 (?<!非)(?:商业|商用) ~40 (?:除非|未经|须经)",
        ),
        says(r"无需 ~20 申请", _IDLE, r"商标|是指"),
    ),
)
ALLOWED: Final = (
    Rule(
        USE,
        "allowed",
        ("commercial", "商"),
        says(
            _BOTH,
            rf"(?:any|including|both|also|even) (?:\w+ ){{0,3}}?{_COMMERCIAL} (?:use|purposes?|applications?|products?)",
            rf"(?:may|can|permi\w+|allow\w*|grant\w*|free to|free for|right to) ~100 {_COMMERCIAL} (?:use|purposes?|applications?|exploit\w*|products?)",
            r"commercially (?:usable|use|exploit)",
            rf"{_COMMERCIAL} (?:use|purposes?) ~20 (?:is|are) (?:\w+ )?(?:permitted|allowed|free)",
            r"(?:可|允许|免费|能够|支持|许可|有权) ~30 (?<!非)(?:商业|商用)",
        ),
        says(_IDLE, NOT, NOT_ZH, r"liable|liability", _CONDITION, _NC + r" (?:use|purposes?) only"),
        confidence=0.8,
    ),
)

REGISTER: Final = (
    Rule(
        REGISTRATION,
        True,
        ("regist", "form", "appl", "questionnaire", "登记", "申请", "注册", "问卷", "备案", "mail"),
        says(
            rf"{_COMMERCIAL} ~220 (?:regist(?:er|ration)\b|application form|registration form|fill (?:in|out)|complete the|questionnaire|apply (?:for|to)|submit|\[?here)",
            rf"(?:regist(?:er|ration)\b|application form|fill (?:in|out)|apply (?:for|to)) ~200 {_COMMERCIAL} (?:use|purposes?|licen[sc]e|authori[sz]ation|activit\w+)",
            r"registration with the licensor ~80 licen[sc]e",
            r"(?:登记|申请表|注册|问卷|备案|填写) ~60 (?<!非)(?:商业|商用)",
            r"(?<!非)(?:商业|商用) ~60 (?:登记|申请表|注册|问卷|备案|填写|通过.{0,20}申请|邮件)",
            r"进行登记",
        ),
        says(r"无需|without regist|no regist|not required to|注册商标|域名|trademark|registered", _BOTH, _IDLE),
        confidence=0.85,
    ),
)
FIELDS: Final = (
    Rule(
        FIELD,
        "research",
        ("research", "研究"),
        says(
            r"(?:solely|only|exclusively|limited to|restricted to) (?:for )?(?:\w+ ){0,4}?research",
            r"research (?:\w+ ){0,3}?(?:purposes?|use) only",
            r"(?:仅|只|限于) ~20 (?:研究|科研)",
        ),
        says(_BOTH, _IDLE, _DEFINES, r"cite|publication"),
        confidence=0.8,
    ),
    Rule(
        FIELD,
        "non-commercial",
        ("commercial", "非商业"),
        says(rf"{_LIMIT} ~60 {_NC}", rf"{_NC} ~30 {_LIMIT}", r"(?:仅|只|限于) ~20 非商业"),
        says(_BOTH, _IDLE, _DEFINES),
        confidence=0.8,
    ),
)
RULES: Final = (*PROHIBITED, *CONDITIONAL, *ALLOWED, *REGISTER, *FIELDS)

DOUBTS: Final = says(
    rf"(?:{NOT}|{_LIMIT}) ~120 {_COMMERCIAL} (?:\w+ ){{0,2}}?(?:use|purposes?|basis|exploit\w*)",
    rf"(?:{NOT_ZH}|仅|只) ~40 (?<!非)(?:商业|商用)",
)
IDLE: Final = says(_BOTH, _IDLE, _DEFINES, r"liable|liability|advertis|trademark|商标")
