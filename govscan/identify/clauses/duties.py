"""What has to be kept, carried, marked and shown: attribution, notice file, state changes, naming."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from typing import Final

from govscan.identify.clauses.rule import MUST, MUST_ZH, NOT, Rule, says

ATTRIBUTION: Final = "attribution"
NOTICE: Final = "notice_file"
CHANGES: Final = "state_changes"
NAMING: Final = "naming_duty"

_KEEP: Final = r"(?:retain|keep|include\b|included|including|contain|reproduc\w+|preserve|provide|carry|accompan\w+|display|appear|intact|conspicuously)"
_BRAND: Final = r"(?:built|powered|based|made|developed|created|improved|enhanced|generated|trained|produced|driven)\b[\w .,-]{0,30}?\b(?:with|by|on|using|from|upon)\b"
_ITEM: Final = r"^\W*(?:\w{1,4}[.)]\W*)?"
_PLACES: Final = r"(?:user interface|website|web ?page|about page|blog ?post|product documentation|documentation|splash|front-?end|\bui\b|product page|service page|model card|promotional|marketing|packaging|prominent)"
_NO_NAME: Final = (
    r"trademarks?.{0,80}(?:not grant|no (?:right|licen[sc]e)|permission)|not (?:grant|imply)|endors|shall not|may not|must not|notice(?:s)? stating|"
    r"modified files|if you submit for publication|publication|as is\b|machine[- ]generated|copyright notice(?:s)? (?:and|in|on)"
)

_KEEPS: Final = (
    Rule(
        ATTRIBUTION,
        True,
        ("notice", "attribut", "credit", "copyright", "acknowledg", "copy of th", "disclaimer"),
        says(
            rf"(?:copyright|permission|licen[sc]e|attribution|legal|proprietary|patent|above|following|these|all) (?:[\w,/-]+ ){{0,6}}?notices? ~140 {_KEEP}",
            rf"{_KEEP} ~140 (?:copyright|permission|licen[sc]e|attribution|legal|proprietary|above) (?:[\w,/-]+ ){{0,6}}?(?:notices?|statement|acknowledg\w+)",
            rf"(?:{MUST}) ~80 (?:attribut\w+|give (?:appropriate )?credit|credit\b|acknowledg\w+)",
            rf"(?:{NOT}) ~40 (?:remove|alter|obscure|delete)\w* ~80 notices?",
            rf"(?:{MUST}) ~80 (?:copy of|text of) (?:this|the) (?:[\w-]+ ){{0,3}}?(?:licen[sc]e|agreement|terms)",
            r"give appropriate credit|identification of the creator",
            r"following (?:attribution )?notice",
        ),
        says(r"not required|no obligation|need not|without (?:any )?attribution"),
    ),
    Rule(
        ATTRIBUTION,
        True,
        ("声明", "署名", "版权", "副本", "来源", "标注", "注明"),
        says(
            rf"(?:{MUST_ZH}|保留|包含|附带|附上) ~40 (?:版权声明|许可声明|署名|版权信息|声明文件|本协议的?副本|许可证副本|出处|来源)",
            r"(?:版权声明|许可声明|署名|本协议|许可证) ~40 (?:应|须|必须|保留|包含|副本)",
        ),
    ),
    Rule(
        ATTRIBUTION,
        True,
        ("by-nc", "by-sa", "by-nd", "署名"),
        says(r"attribution-(?:noncommercial|sharealike|noderiv)"),
        confidence=0.7,
    ),
)
_NOTICES: Final = (
    Rule(
        NOTICE,
        True,
        ("notice", "文件"),
        says(
            rf"(?:{_KEEP}|{MUST}) ~160 (?:within|in|with|by|via|via a|a|an|any|the|such) (?:\w+ ){{0,3}}?\"?notice\"? ?(?:text )?(?:file|\.txt)",
            rf"\"?\bnotice\"? (?:text )?file ~160 (?:{_KEEP}|{MUST})",
            rf"(?:{_KEEP}|{MUST}) ~120 (?:file (?:named|called|titled|entitled)|text file) ~30 notice",
            rf"{_KEEP} ~80 notice\.(?:txt|md)",
            r"text file that contains the following notice",
            r"(?:包含|附带|附有|保留|提供|随附|包括|应|须) ~60 \"?(?:notice|声明|通知)\"? ?(?:文本|说明)?文件",
            r"\"?(?:notice|声明|通知)\"? ?(?:文本)?文件 ~60 (?:包含|附带|保留|包括|应|须|声明)",
        ),
        says(
            r"trade ?mark|trade names?|商标",
            r"^\W*(?:\w{1,3}\W+)?you may add",
            r"may (?:optionally )?include ~60 notice file",
            r"\.c\b|header file|source file|each file|exhibit",
        ),
    ),
)
_CHANGED: Final = r"(?:chang(?:e|es|ed)|modif(?:y|ied|ications?|ies)|alter(?:ed|ations?)?|adapted|edited)\b"
_CHANGES: Final = (
    Rule(
        CHANGES,
        True,
        ("chang", "modif", "alter", "adapt"),
        says(
            rf"{_CHANGED} ~60 (?:files?|documents?|materials?|versions?|copies|works?|derivatives?|parts?|model)\b ~50 (?:carry|bear|contain|include|have|with|marked|display) ~60 (?:notices?|statement|marked|mark\b|notations?|as such)",
            rf"(?:prominent|clear|conspicuous|appropriate|plain|explicit|visible)\w* (?:\w+ ){{0,2}}?(?:notices?|statement|notifications?|notations?|markings?|indication|legend)s? ~130 {_CHANGED}",
            rf"(?:{MUST}|conditions|requirements) ~100 (?:state|indicate|document|mark|disclose|note|describe|identify|explain|notice stating)\b ~60 (?:that|if|which|any|how|whether|the|your|were|as)\b ~60 {_CHANGED}",
            r"(?:document\w*|describ\w+|explain\w*|list\w*|summar\w+) (?:\w+ ){0,2}?(?:the |any |all |your )(?:\w+ )?(?:changes|modifications)\b ~20 (?:made|to )",
            rf"(?:statement|notices?) (?:stating |saying |indicating )?that (?:you|it|the|they|such) ~40 {_CHANGED}",
            r"altered (?:source )?versions must be (?:plainly )?marked",
            r"(?:indicate|specify) (?:if|that|whether|any|clearly) ~20 (?:changes|you (?:have )?modified|you (?:have )?(?:made|changed))",
            rf"(?:clearly|prominently|conspicuously|plainly) (?:\w+ ){{0,2}}?(?:mark\w*|label\w*|identif\w+|indicat\w+|disclos\w+|stat\w+|designat\w+) ~60 {_CHANGED}",
            rf"{_CHANGED} ~60 (?:clearly|prominently|plainly|conspicuously) (?:mark|label|identif|indicat|stat)\w*",
        ),
        says(
            r"licensor (?:may|reserves)|this (?:agreement|licen[sc]e) (?:may be|is) (?:chang|modif)|not obligated to|amend|without.{0,16}notice",
            r"(?:terms|agreement|licen[sc]e) (?:\w+ )?(?:chang|modif)",
        ),
    ),
    Rule(
        CHANGES,
        True,
        ("修改", "更改", "改动", "变更"),
        says(
            r"(?:修改|更改|改动|变更)(?:过|后)?的? ~30 (?:文件|文档|部分|版本|模型|衍生品) ~40 (?:声明|注明|标明|标注|说明|标识|提示|通知)",
            r"(?:声明|注明|标明|标注|说明|列明|指明|表明) ~40 (?:修改|更改|改动|变更)",
            r"(?:修改|更改) ~40 (?:显著|醒目|明确|明显) ~20 (?:声明|注明|标明|标注|说明|列明|标识)",
        ),
        says(
            r"许可协议-|协议的?(?:修改|变更|更新)|任何改动与原|许可方(?:有权|可)|我们(?:有权|可|保留)|本协议.{0,20}(?:修改|变更)"
        ),
    ),
)
_REQUIRED: Final = (
    rf"(?:{MUST}) ~120 (?:display|include|show|state|mark|indicate|feature|place|add|credit|disclose|present|label)\w* ~60 \"{_BRAND}",
    rf"(?:{MUST}) ~120 (?:display|show|state|mark|indicate|feature|present|label|disclose|acknowledge)\w* ~90 (?:is|are|was|were|been|be) {_BRAND}",
    rf"(?:{MUST}) ~100 (?:prominently|clearly|conspicuously|visibly) (?:display|show|state|indicate|include|feature|credit|mark|attribute|acknowledge|identify)\w* ~60 \" ~120 {_PLACES}",
    rf"(?:{MUST}) ~100 (?:display|show|include|place|feature|add)\w* ~40 \" ~90 (?:on|in|at|within) (?:\w+ ){{0,4}}?(?:user interface|website|web ?page|about page|blog ?post|product documentation|splash|\bui\b|product page|app\b|application)",
    rf"(?:{MUST}) ~140 (?:\"[^\"]{{1,60}}\"|the (?:name|word|term|prefix)|[\w.-]{1, 60}) (?:\w+ ){{0,4}}?(?:at|as|in) the (?:beginning|start|prefix|front) of ~60 name",
    rf"(?:names?|titled?|naming)\b ~120 (?:{MUST}) ~40 (?:begin|start|prefix|include|contain)\w*",
    rf"(?:{MUST}) ~30 (?:include|contain|carry|bear|use)\w* ~60 (?:in|as part of) (?:its|the|their|any|such) (?:\w+ ){{0,3}}?names?\b",
    rf"(?:{MUST}) ~30 (?:include|contain|carry|bear|use)\w* ~20 name prefix",
    rf"(?:{MUST}) ~60 (?:prefix\w*|begin\w*|start\w*) ~60 names?\b",
    rf"(?:{MUST}) ~30 (?:prominently |clearly |visibly |conspicuously )(?:state|mention|disclose|indicate|acknowledge|credit)\w* ~60 (?:website|user interface|documentation|\bapp) ~60 (?:uses?|using|based on|built|powered)",
    rf"(?:{MUST}) ~40 prominently ~120 following (?:statement|attribution|sentence)\b",
    rf"(?:{MUST}) ~80 (?:display|show|include|place)\w* ~40 (?:logo|badge|brand(?:ing)?|watermark)\b",
    rf"(?:{MUST}) ~60 (?:publicly |clearly |prominently |explicitly )?(?:state|indicate|disclose|acknowledge|mention|credit|attribute)\w* ~80 (?:use[sd]? of|is|are|was|were|uses?|using|powered|based|derived|built) ~60 (?:model|product|service) ~80 (?:website|user interface|product|documentation|application|app\b|service)",
)
_REQUIRED_ZH: Final = (
    rf"(?:{MUST_ZH}|同意) ~80 (?:显著|醒目|明显|突出|界面|页面|网站|产品) ~60 (?:标注|标明|展示|显示|标示|注明|标识|声明|署名) ~60 (?:\"|基于|由|使用|来源|模型|名称|品牌)",
    rf"(?:{MUST_ZH}) ~60 (?:展示|显示|标注|标明|注明|标示) ~20 \" ~60 (?:built|powered|based|基于|技术支持|驱动|inside)",
    rf"(?:名称|命名|名字) ~40 (?:{MUST_ZH}|以) ~40 (?:开头|前缀|起始|包含|开始)",
    rf"(?:{MUST_ZH}|以) ~40 (?:开头|前缀) ~20 (?:命名|名称)",
)
_NAMES: Final = (
    Rule(
        NAMING,
        "encouraged",
        ("encourage", "recommend", "appreciate", "鼓励", "建议", "should consider", "kindly", "request that"),
        says(
            r"(?:encouraged?|recommend\w*|appreciat\w*|kindly|request that|suggest\w*)\b ~220 (?:mark|display|indicate|show|state|include|mention|credit|attribut\w+|acknowledg\w+)\b ~120 (?:\"|powered|built|based|name|logo|brand|model)",
            r"(?:鼓励|建议您|建议使用者|建议用户) ~80 (?:标注|标明|展示|显示|注明|标示|标识) ~60 (?:\"|名称|品牌|基于|由|模型|来源)",
        ),
        says(r"cite|citation|论文|引用|publication"),
        confidence=0.85,
    ),
    Rule(
        NAMING,
        "required",
        (
            "display",
            "built",
            "powered",
            "name",
            "logo",
            "user interface",
            "website",
            "brand",
            "based on",
            "credit",
            "badge",
            "prominently",
        ),
        says(*_REQUIRED),
        says(
            _NO_NAME,
            r"encourage|recommend|kindly|appreciate",
            r"\"notice\" text file that|real name|impersonat|domain name|name of (?:the )?(?:author|licensor|you)|file names?",
            r"\b(?:means|refers to)\b|program.{0,40}interactive|appropriate legal notices|all advertising materials|following acknowledg|use[- ]based",
            r"trade ?mark usage|confusingly similar|name your licen[sc]e|modifications are derived|original author|attribution parties|title of the work|name of the author",
            r"statement of (?:account|purpose)|accurate|(?:your|legal) name|name and address|contact (?:information|details)",
        ),
    ),
    Rule(
        NAMING,
        "required",
        ("display", "include", "at the beginning", "prefix"),
        says(
            rf"(?:{MUST}) ~300 (?:prominently )?(?:display|include|feature)\w* \"{_BRAND}",
            r"\band (?:\(\w{1,3}\) )?(?:prominently )?display \" ~80 (?:user interface|website|about page|documentation)",
            r"(?:shall|must|will) (?:also )?include \"[^\"]{1,60}\" (?:\w+ )?at the beginning of",
            r"name ~80 (?:shall|must|will) begin with",
        ),
        says(r"encourage|recommend"),
    ),
    Rule(
        NAMING,
        "required",
        ("display", "include", "show", "credit", "state", "mark"),
        says(
            rf"{_ITEM}(?:prominently |clearly |conspicuously |publicly |visibly )*(?:display|show|feature|place|include|add|credit|state|mark)\w* ~30 \"{_BRAND}",
            rf"{_ITEM}(?:prominently |clearly |conspicuously |publicly |visibly )+(?:display|show|feature|place|credit) ~60 \" ~90 (?:user interface|website|web ?page|about page|blog ?post|documentation)",
        ),
        says(_NO_NAME, r"encourage|recommend"),
        says(rf"(?:{MUST}) ~200 :", r"following conditions", r"conditions? are met"),
    ),
    Rule(
        NAMING,
        "required",
        ("标注", "标明", "展示", "显示", "开头", "前缀", "注明", "标示", "标识"),
        says(*_REQUIRED_ZH),
        says(r"鼓励|建议|修改(?:过|后)?的?文|版权声明|论文|商标|不得|更改了|改动|人工智能生成|深度合成"),
    ),
)
RULES: Final = (*_KEEPS, *_NOTICES, *_CHANGES, *_NAMES)
DOUBTS: Final = says(
    r"advertising materials? ~60 (?:must|shall|display)",
    rf"(?:{MUST}) ~60 (?:display|show) ~60 (?:attribution|logo|brand)\b",
)
IDLE: Final = says(_NO_NAME)
