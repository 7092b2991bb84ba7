"""Which of a model's files are license texts, whose license they are, and which: as `match` finds by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from govscan.catalog import Catalog
from govscan.catalog.names import normalized
from govscan.evidence import Document, Resolved
from govscan.facts import Source, SourceKind, Unknown
from govscan.identify.card import Section
from govscan.identify.claim import Claim, cite
from govscan.identify.frontmatter import split_lines
from govscan.pattern import pattern

if TYPE_CHECKING:
    from govscan.identify.match import Difference

_LICENSE_NAME = pattern(r"licen[sc]e|copying|agreement|(?:^|[^a-z])eula(?:[^a-z]|$)|terms[ _-]of[ _-]use|许可|协议")
_OTHER_NAME = pattern(r"policy|notice|third[ _-]?part|3rd[ _-]?part|output|privacy|template")
_FILE_TYPES = pattern(
    r"\.(?:py|js|ts|sh|c|h|cpp|go|rs|java|json|jsonl|ya?ml|toml|csv|html?|png|jpe?g|svg|gif|pdf|docx?)$"
)
_WEIGHTS_NAME = pattern(r"model|weight|checkpoint|权重|模型")
_CODE_NAME = pattern(r"code|software|source")
_DATA_NAME = pattern(r"data")
_ADDRESS = pattern(
    r"(?<!\S)(?:\S*(?:https?://|www\.)\S+|\S+/\S+)|\b(?:license|licence|copying)\.(?:md|txt)\b", re.IGNORECASE
)
_SECTION = pattern(r"licen[sc]e|许可|协议")
_WORD = pattern(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)  # a CJK sign is one
MAX_LINE = 20_000
MIN_SECTION_WORDS = 30  # a sentence that only names a license has fewer
_POINTING_WORDS = frozenset(
    {"please", "refer", "to", "see", "the", "a", "its", "it", "this", "which", "is", "are", "can", "be", "and", "in"}
    | {"at", "for", "of", "under", "here", "full", "text", "file", "link", "located", "found", "available", "model"}
    | {"license", "licence", "licenses", "terms", "agreement", "weights", "repository", "root"}
)


class Role(StrEnum):
    """What a license file speaks of, by its name."""

    WEIGHTS = "weights"
    ANY = "any"
    CODE = "code"
    DATA = "data"


class LicenseText(Struct, frozen=True):
    """A license text as it was recognized. `modified` is None where nobody can say; `differences` are those to the
    named license, else to the nearest; `pointer` marks a file that only says where the text is."""

    document: Document
    role: Role
    claim: Claim
    modified: bool | None = None
    differences: tuple[Difference, ...] = ()
    pointer: bool = False


def role_of(name: str) -> Role | None:
    """What a file of the model's own folder with this name licenses; None where it is no license text. Of the
    folders below, only one named after licenses is the model's own: others hold parts with licenses of theirs."""
    low = name.lower()
    folder, _, file = low.rpartition("/")
    if folder and not _LICENSE_NAME.search(folder):
        return None
    if not _LICENSE_NAME.search(file) or _OTHER_NAME.search(low) or _FILE_TYPES.search(file):
        return None
    for role, names in ((Role.WEIGHTS, _WEIGHTS_NAME), (Role.CODE, _CODE_NAME), (Role.DATA, _DATA_NAME)):
        if names.search(low):
            return role
    return Role.ANY


def license_texts(evidence: Resolved, catalog: Catalog, linked: frozenset[str]) -> tuple[LicenseText, ...]:
    """Every license text of the model's folder, in the order of names; a file that the card links to as its license
    (`linked`, in lower case) is one whatever its name."""
    found = []
    for document in sorted(evidence.documents, key=lambda document: document.name):
        role = role_of(document.name) or (Role.ANY if document.name.lower() in linked else None)
        if role:
            found.append(recognize(document, role, catalog))
    return tuple(found)


def text_in_card(card: Document, headings: Sequence[Section], catalog: Catalog) -> LicenseText | None:
    """The license that stands in the card itself, under a heading of that name; None where the section only speaks
    of a license."""
    lines = split_lines(card.text)
    for at, heading in enumerate(headings):
        if not _SECTION.search(heading.title.lower()):
            continue
        after = (later.line for later in headings[at + 1 :] if later.depth <= heading.depth)
        body = lines[heading.line : next(after, len(lines) + 1) - 1]
        if sum(len(_WORD.findall(line[:MAX_LINE])) for line in body) < MIN_SECTION_WORDS:
            continue
        text = "\n" * heading.line + "\n".join(body)  # every line keeps its number
        found = recognize(Document(card.name, card.source, card.sha256, text), Role.ANY, catalog)
        if isinstance(found.claim.expression, str):
            return found
    return None


def for_weights(texts: Sequence[LicenseText]) -> tuple[LicenseText, ...]:
    """Those that license the weights: files named for model or weights, else the plain ones. What is named for code
    or data alone never speaks for the weights; nor does a pointer."""
    real = [text for text in texts if not text.pointer]
    named = tuple(text for text in real if text.role is Role.WEIGHTS)
    return named or tuple(text for text in real if text.role is Role.ANY)


def recognize(document: Document, role: Role, catalog: Catalog) -> LicenseText:
    """Identify one text.

    One license fits: that one. Several stand in it: all of them together (AND). None may be named: Unknown, with the
    nearest.
    """
    from govscan.identify.match import match

    if is_pointer(document.text):
        source = cite(document, SourceKind.TEXT, 1, quote=document.text)
        claim = Claim(Unknown("the license file only points to a text elsewhere"), source, settled=False)
        return LicenseText(document, role, claim, pointer=True)
    found = match(document.text, catalog.texts())
    if found.expression is None:
        first = f" ({found.differences[0]})" if found.nearest and found.differences else ""
        claim = Claim(Unknown(found.reason + first), _whole(document))
        return LicenseText(document, role, claim, differences=found.differences)
    span = found.spans[0]
    quote = split_lines(document.text)[span.line - 1] if span.line <= document.text.count("\n") + 1 else ""
    source = cite(document, SourceKind.TEXT, span.line, span.end_line, quote)
    claim = Claim(found.expression, source, confidence=found.confidence)
    return LicenseText(document, role, claim, found.modified, found.differences)


def _whole(document: Document) -> Source:
    number, line = next(
        ((at, line) for at, line in enumerate(split_lines(document.text[:5_000]), 1) if line.strip()), (0, "")
    )
    return cite(document, SourceKind.TEXT, number, quote=line)


def is_pointer(text: str) -> bool:
    """Whether a text consists of an address and of words that lead to it, so that it grants and forbids nothing."""
    if len(text) > 2_000 or not _ADDRESS.search(text):
        return False
    words = normalized(text).split()
    if not 0 < len(words) <= 40:
        return False
    return all(word in _POINTING_WORDS for word in normalized(_ADDRESS.sub(" ", text)).split())
