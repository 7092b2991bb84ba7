"""The texts of a notice: documents that the facts cite as license, notice or use policy enter, files to ship leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from govscan.evidence import Document, Resolved
from govscan.facts import SourceKind
from govscan.pattern import pattern
from govscan.report import Model

LONGEST = 200_000  # characters of a text that are searched for notice lines
MOST_LINES = 40  # notice lines that are quoted of one text; the file has them all
LONGEST_LINE = 300

_NOTICE = pattern(r"notices?(?:[-_.].*)?", re.I)
_POLICY = pattern(r"(?:use|usage)[ _-]?policy|(?:acceptable|prohibited)[ _-]?use|use[ _-]?restrictions", re.I)
_COPYRIGHT = pattern(r"\W{0,4}(?:copyright|©|\(c\))(?=\W)[^\n]{0,300}", re.I)
_DATED = pattern(r"©|\(c\)|(?:19|20)[0-9]{2}", re.I)
_BLANK_FORM = pattern(r"[\[{<](?:year|yyyy|name|fullname)", re.I)
_QUOTED = pattern(r"[“\"]([^”\"“]{20,600})[”\"]")
_LICENSED_UNDER = pattern(r"is licensed under|copyright ?(?:©|\(c\))", re.I)
_NOT_SAFE = pattern(r"[^A-Za-z0-9._+-]+")


class Role(StrEnum):
    """What a text is to the one who ships it."""

    LICENSE = "license"
    NOTICE = "notice"
    POLICY = "use-policy"


class Text(Struct, frozen=True):
    """A text to ship, word for word. `file` is its path in the bundle; `license` the SPDX expression that it was
    found to be, "" for a notice, a policy and a text that nobody knows; `models` are those that it came with."""

    role: Role
    file: str
    source: str
    sha256: str
    license: str
    models: tuple[str, ...]
    content: str


def texts_of(models: Iterable[Model]) -> tuple[Text, ...]:
    """Every text that the facts about `models` cite, the same bytes once, each with a file name of its own."""
    found: dict[str, Text] = {}
    for model in models:
        for text in _cited(model):
            known = found.get(text.sha256)
            names = (*known.models, *text.models) if known else text.models
            found[text.sha256] = replace(known or text, models=tuple(dict.fromkeys(names)))
    return tuple(_with_files(sorted(found.values(), key=lambda text: (text.role, _stem(text).lower(), text.sha256))))


def of_model(texts: Iterable[Text], model: Model) -> tuple[Text, ...]:
    """Those of `texts` that came with one model."""
    mine = {document.sha256 for document in _documents(model)}
    return tuple(text for text in texts if text.sha256 in mine)


def notice_lines(text: Text, *, required: bool) -> tuple[str, ...]:
    """The lines that a reader has to keep: all of a NOTICE file, dated copyright lines of a license, and where
    notices are `required` the sentence that a license dictates for them."""
    searched = text.content[:LONGEST]
    if text.role is Role.POLICY:
        return ()
    if text.role is Role.NOTICE:
        lines = [line.rstrip() for line in searched.splitlines() if line.strip()]
    else:
        lines = [line.strip() for line in searched.splitlines() if _is_copyright(line)]
        lines += _dictated(searched) if required else []
    return tuple(dict.fromkeys(line[:LONGEST_LINE] for line in lines))[:MOST_LINES]


def _is_copyright(line: str) -> bool:
    head = line[:LONGEST_LINE]
    return bool(_COPYRIGHT.match(head) and _DATED.search(head) and not _BLANK_FORM.search(head))


def _dictated(text: str) -> list[str]:
    """`"X is licensed under the X License, Copyright ..."`: what some licenses want to be written, word for word."""
    flat = " ".join(text.split())
    return [found[1].strip() for found in _QUOTED.finditer(flat) if _LICENSED_UNDER.search(found[1])]


def _cited(model: Model) -> Iterator[Text]:
    ids = {
        fact.source.place: fact.value
        for fact in model.facts.statements.get("license.detected", ())
        if fact.source is not None and isinstance(fact.value, str)
    }
    for document in _documents(model):
        role = _role(document)
        id_ = ids.get(document.source, "") if role is Role.LICENSE else ""
        yield Text(role, "", document.source, document.sha256, id_, (_name(model),), document.text)


def _documents(model: Model) -> list[Document]:
    """The documents that some `license.` fact cites as a text: an application's own LICENSE is never among them."""
    if not isinstance(model.evidence, Resolved):
        return []
    cited = {
        fact.source.place
        for name, said in model.facts.statements.items()
        if name.startswith("license.")
        for fact in said
        if fact.source is not None and fact.source.kind is SourceKind.TEXT
    }
    return [document for document in model.evidence.documents if document.source in cited and document.text.strip()]


def _role(document: Document) -> Role:
    name = document.name.rpartition("/")[2]
    if _NOTICE.fullmatch(name):
        return Role.NOTICE
    return Role.POLICY if _POLICY.search(name) else Role.LICENSE


def _name(model: Model) -> str:
    return model.identity.name or model.identity.provider


def _with_files(texts: Iterable[Text]) -> Iterator[Text]:
    """File names that hold on every file system: safe characters, and no two that differ in case only."""
    taken: set[str] = set()
    for text in texts:
        stem = _stem(text)
        if stem.lower() in taken:
            stem = f"{stem}-{text.sha256[:12]}"
        taken.add(stem.lower())
        yield replace(text, file=f"licenses/{stem}.txt")


def _stem(text: Text) -> str:
    name = text.license if text.license and " " not in text.license else text.models[0]
    safe = _NOT_SAFE.sub("-", name).strip("-.")[:100] or "license"
    return safe if text.role is Role.LICENSE else f"{safe}-{text.role.upper()}"
