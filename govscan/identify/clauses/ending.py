"""How rights end and what the licensor keeps in hand: termination, suits, remote restriction, changed terms."""

# ruff: noqa: E501 - a pattern is read in one line
from __future__ import annotations

from typing import Final

from govscan.identify.clauses.rule import Rule, says

TERMINATION: Final = "termination"
SUITS: Final = "patent_termination"
REMOTE: Final = "remote_update"
CHANGE: Final = "terms_may_change"

_END: Final = r"(?:terminat\w+|cease|revok\w+|end\b|ends\b|expire|void|lapse)"
_BREACH: Final = r"(?:breach|violat\w+|fail(?:s|ure)? to (?:\w+ )?comply|non-?compliance|default|do not comply|not comply|except as expressly provided)"
_SUE: Final = r"(?:institut\w+|commenc\w+|bring\w*|fil(?:e|es|ed|ing)|initiat\w+|assert\w*|pursu\w+|participat\w+|mak(?:e|es|ing)|begin\w*|threaten\w*|sue)\b"
_SUIT: Final = (
    r"(?:litigation|lawsuits?|legal proceedings?|proceedings?|legal actions?|actions?|claims?|suits?|patent claims?)\b"
)

RULES: Final = (
    Rule(
        TERMINATION,
        True,
        ("terminat", "revok", "cease", "void", "ends", " end ", "lapse", "expire"),
        says(
            rf"{_BREACH} ~200 {_END}",
            rf"{_END} ~200 {_BREACH}",
            r"(?:rights|licen[sc]e|agreement)\b ~60 (?:will |shall )?(?:automatically |immediately ){1,4}(?:be )?(?:terminat\w+|revok\w+)",
        ),
        says(r"infring.{0,200}litigation|bankrupt"),
    ),
    Rule(
        TERMINATION,
        True,
        ("终止", "撤销", "解除", "收回", "失效"),
        says(
            r"(?:违反|违约|未遵守|不遵守) ~100 (?:终止|撤销|解除|收回|失效|丧失)",
            r"(?:终止|撤销|解除) ~40 (?:违反|违约)",
        ),
    ),
    Rule(
        SUITS,
        True,
        ("litigation", "lawsuit", "proceeding", "claim", "suit", "action", "sue"),
        says(
            rf"(?:you|licensee|recipient|user|party|person|entity|anyone|contributor|who)\b ~80 {_SUE} ~80 {_SUIT} ~400 (?:infring\w+|misappropriat\w+|violat\w+|patent) ~500 (?:terminat\w+|cease\w*|revok\w+|\bends?\b|void)",
            rf"\b(?:you|licensee) ~40 \bsues?\b ~80 (?:patent|infring\w+|intellectual) ~160 {_END}",
            rf"{_END} ~160 {_SUE} ~60 (?:patent|litigation|lawsuit|infringement) ~200 (?:infring\w+|patent)",
            rf"(?:terminat\w+|revok\w+|ends\b) ~160 {_SUE} ~20 (?:patent|copyright|intellectual property) (?:\w+ )?(?:litigation|lawsuit|claim|suit|action)",
            rf"{_SUE} ~60 (?:patent|copyright|intellectual property) (?:infringement )?(?:litigation|claims?|lawsuits?|actions?) ~400 (?:terminat\w+|cease|revok\w+)",
        ),
        says(r"indemnif\w+ ~200 (?:any claim|against any) ~400 $", r"dispute ~40 arbitrat"),
    ),
    Rule(
        SUITS,
        True,
        ("诉讼", "起诉", "主张", "索赔"),
        says(
            r"(?:诉讼|起诉|法律程序|反诉|索赔) ~160 (?:侵犯|侵权|专利|知识产权) ~120 (?:终止|失效|撤销|丧失|停止)",
            r"(?:侵犯|侵权|专利|知识产权) ~120 (?:诉讼|起诉|主张) ~100 (?:终止|失效|撤销|丧失)",
        ),
    ),
    Rule(
        REMOTE,
        True,
        ("remote", "远程", "restrict", "electronic"),
        says(
            r"reserv\w+ the right to ~60 (?:restrict|limit|suspend|disable|block|control|deactivate)\w* ~60 (?:usage|use\b|access)",
            r"(?:restrict|limit|suspend|disable|deactivat|terminate|update|control|block)\w* ~40 \(?remotely",
            r"\bremotely\b ~60 (?:restrict|limit|suspend|disable|deactivat|terminat|update|control|block)\w*",
            r"update the model through electronic means",
            r"reserv\w+ the right to ~160 \brestrict usage\b",
            r"远程 ~30 (?:限制|禁用|停用|更新|终止|关闭|控制)",
            r"(?:限制|禁用|停用|更新|终止|关闭|控制) ~30 远程",
            r"保留 ~40 限制 ~40 (?:使用|访问) ~20 权利",
        ),
        says(r"hosted service.{0,40}means|third party remote access|software-as-a-service\), reproduce|discontinue"),
    ),
    Rule(
        CHANGE,
        True,
        ("updat", "modif", "amend", "revis", "chang"),
        says(
            r"(?:may|reserves? the right to|can) (?:\w+ ){0,3}?(?:update|modify|amend|revise|change)\b ~60 (?:this|these|the) (?:\w+ ){0,4}?(?:agreement|licen[sc]e|terms|policy|policies)",
            r"(?:agreement|licen[sc]e|terms|policy) ~40 (?:may be|is subject to|as may be|subject to) (?:\w+ )?(?:updat|modif|amend|revis|chang)\w*",
        ),
        says(
            r"amended in accordance with|附加或不同|you may|new versions|later versions|revised and/or new|your modifications|licensee may|in writing and signed by both"
        ),
        confidence=0.8,
    ),
    Rule(
        CHANGE,
        True,
        ("更新", "修改", "修订", "变更"),
        says(
            r"(?:我们|我方|许可方|授权方|本公司|公司) ~40 (?:有权|可|保留) ~40 (?:更新|修改|修订|变更) ~30 (?:协议|条款|许可|政策)",
            r"(?:协议|许可证|许可|条款) ~10 (?:可能会?|将会?|会) ~10 (?:更新|修改|变更|修订)",
        ),
        says(r"无溯及力|仅适用于发布后|附加或不同"),
        confidence=0.8,
    ),
)
