"""What a card asks of its users beyond the license: a form, a registration. A card enters, its sentences leave."""

from __future__ import annotations

from govscan.evidence import Document
from govscan.facts import Source, SourceKind
from govscan.identify.body import Body, Paragraph
from govscan.identify.claim import cite
from govscan.pattern import pattern

CONFIDENCE = 0.6  # a person wrote the sentence for people

_BUSINESS = pattern(
    r"\bcommercial(?:ly|i[sz]ation|i[sz]e)?\b|\bbusiness (?:use|purposes?)\b|商用|商业",
)
_BUSINESS_SIGNS = ("commercial", "business", "商用", "商业")  # one is in every match
_FORM = pattern(
    r"\bfill(?:ing)?(?: (?:in|out|up))?\b[^.]{0,40}\b(?:form|application|questionnaire)\b|\bquestionnaire\b"
    r"|\b(?:registration|registering|register) (?:with|via|form|through|at|here|is required)\b|\bmust register\b"
    r"|\b(?:application|request|registration|license) form\b|\bapply (?:for|to obtain) (?:a |an |the )?"
    r"(?:commercial )?(?:license|licence|authori[sz]ation|permission)\b"
    r"|填写|登记|申请表|(?:提交|邮件|通过)[^。]{0,40}申请|申请[^。]{0,20}(?:授权|许可)"
)
_NONE_ASKED = pattern(
    r"\bno longer\b|\bnot? (?:need|have to|require|longer)|\bnot (?:be )?required\b|\bwithout (?:any )?"
    r"(?:registration|application|form)|\bno (?:registration|application|form)|\bwelcome\b|\boptional\b|\bvoluntar"
    r"|无需|不需要|不必|无须|不用|欢迎|自愿"
)
_END = pattern(r"(?<=[.!?])\s+(?=[A-Z*\[(])|(?<=[。！？；])")


def registration_asked(body: Body) -> Source | None:
    """The first sentence that asks whoever wants to use the model commercially for a form or a registration."""
    if not body.says(*_BUSINESS_SIGNS):
        return None
    return next((found for each in body.paragraphs if (found := _in_paragraph(body.card, each))), None)


def _in_paragraph(card: Document, paragraph: Paragraph) -> Source | None:
    low = paragraph.text.lower()
    if len(low) != len(paragraph.text) or not _BUSINESS.search(low) or not _FORM.search(low):
        return None
    start = 0
    for end in [*(found.start() for found in _END.finditer(paragraph.text)), len(paragraph.text)]:
        sentence = low[start:end]
        form = _FORM.search(sentence)
        if form and _BUSINESS.search(sentence) and not _NONE_ASKED.search(sentence):
            quote = paragraph.text[start:end].strip()
            return cite(card, SourceKind.PROSE, paragraph.line(start + form.start()), quote=quote)
        start = end
    return None
