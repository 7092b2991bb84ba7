"""Which license a text is: by the catalog's marks, phrases that its siblings lack, and by its number of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from govscan.catalog import Catalog
from govscan.catalog.names import normalized
from govscan.catalog.records import LicenseRecord
from govscan.evidence import Document, Resolved
from govscan.facts import Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.claim import Claim, cite
from govscan.identify.frontmatter import split_lines
from govscan.pattern import pattern

MAX_CHARACTERS = 400_000  # the longest license texts have about 60,000
CONFIDENCE = 0.95
CONFIDENCE_MODIFIED = 0.7
CONFIDENCE_SEVERAL = 0.8

_LICENSE_NAME = pattern(r"licen[sc]e|copying|agreement|(?:^|[^a-z])eula(?:[^a-z]|$)|terms[ _-]of[ _-]use|许可|协议")
_OTHER_NAME = pattern(r"policy|notice|third[ _-]?part|3rd[ _-]?part|output|privacy|template")
_FILE_TYPES = pattern(
    r"\.(?:py|js|ts|sh|c|h|cpp|go|rs|java|json|jsonl|ya?ml|toml|csv|html?|png|jpe?g|svg|gif|pdf|docx?)$"
)
_WEIGHTS_NAME = pattern(r"model|weight|checkpoint|权重|模型")
_CODE_NAME = pattern(r"code|software|source")
_DATA_NAME = pattern(r"data")
_ADDRESS = pattern(r"\S*(?:https?://|www\.)\S+|\S+/\S+|\b(?:license|licence|copying)\.(?:md|txt)\b", re.IGNORECASE)
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
    """A license text as it was recognized. `modified` is None where nobody can say; `extra` is the number of words
    beyond the longest form of the licenses in it; `pointer` marks a file that only says where the text is."""

    document: Document
    role: Role
    claim: Claim
    modified: bool | None = None
    extra: int = 0
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


def license_texts(evidence: Resolved, catalog: Catalog) -> tuple[LicenseText, ...]:
    """Every license text of the model's folder, in the order of names."""
    found = []
    for document in sorted(evidence.documents, key=lambda document: document.name):
        role = role_of(document.name)
        if role:
            found.append(recognize(document, role, catalog))
    return tuple(found)


def for_weights(texts: Sequence[LicenseText]) -> tuple[LicenseText, ...]:
    """Those that license the weights: files named for model or weights, else the plain ones. What is named for code
    or data alone never speaks for the weights; nor does a pointer."""
    real = [text for text in texts if not text.pointer]
    named = tuple(text for text in real if text.role is Role.WEIGHTS)
    return named or tuple(text for text in real if text.role is Role.ANY)


def recognize(document: Document, role: Role, catalog: Catalog) -> LicenseText:
    """Identify one text.

    Exactly one license fits: that one. Several fit: all of them together (AND). None: Unknown, with the nearest.
    """
    words, lines = _words(document.text)
    padded = f" {' '.join(words)} "
    if _is_pointer(document.text, words):
        source = cite(document, SourceKind.TEXT, 1, quote=document.text)
        claim = Claim(Unknown("the license file only points to a text elsewhere"), source, settled=False)
        return LicenseText(document, role, claim, pointer=True)
    matches = [record for record in catalog.licenses() if _fits(record, padded)]
    if len(matches) == 1 and _too_short(matches, len(words)):
        record = matches[0]
        reason = f"{len(words)} words that speak of {record.id}, too few to be its text"
        return LicenseText(document, role, Claim(Unknown(reason), _whole(document), settled=False))
    if not matches:
        return LicenseText(document, role, Claim(Unknown(_nearest(catalog.licenses(), padded)), _whole(document)))
    matches.sort(key=lambda record: (_start(record, padded), record.id))
    modified, extra = _length(matches, len(words))
    confidence = CONFIDENCE if len(matches) == 1 else CONFIDENCE_SEVERAL
    source = _title(document, matches[0], padded, lines)
    id_ = expression.joined(record.id for record in matches)
    claim = Claim(id_, source, confidence=CONFIDENCE_MODIFIED if modified else confidence)
    return LicenseText(document, role, claim, modified, extra)


def _words(text: str) -> tuple[list[str], list[int]]:
    """The normalized words, and the line of each."""
    words: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(split_lines(text[:MAX_CHARACTERS]), 1):
        found = normalized(line).split()
        words += found
        lines += [number] * len(found)
    return words, lines


def _fits(record: LicenseRecord, padded: str) -> bool:
    marks = record.marks
    return (
        bool(marks.all)
        and all(f" {mark} " in padded for mark in marks.all)
        and not any(f" {mark} " in padded for mark in marks.none)
    )


def _start(record: LicenseRecord, padded: str) -> int:
    return min(padded.find(f" {mark} ") for mark in record.marks.all)


def _too_short(matches: Iterable[LicenseRecord], count: int) -> bool:
    """A header or a sentence about a license has its marks, too; a text that lost half its words is not the text."""
    return any(record.marks.words is not None and count < record.marks.words[0] // 2 for record in matches)


def _length(matches: Sequence[LicenseRecord], count: int) -> tuple[bool | None, int]:
    ranges = [record.marks.words for record in matches]
    known = [range_ for range_ in ranges if range_ is not None]
    if len(known) < len(ranges):
        return None, 0
    least, most = sum(low for low, _ in known), sum(high for _, high in known)
    return not least <= count <= most, max(0, count - most)


def _title(document: Document, record: LicenseRecord, padded: str, lines: Sequence[int]) -> Source:
    """The lines on which the first mark stands."""
    start = _start(record, padded)
    mark = next(mark for mark in record.marks.all if padded.startswith(f" {mark} ", start))
    first = padded.count(" ", 0, start)
    line, end_line = lines[first], lines[first + mark.count(" ")]
    quote = split_lines(document.text[:MAX_CHARACTERS])[line - 1]
    return cite(document, SourceKind.TEXT, line, end_line, quote)


def _whole(document: Document) -> Source:
    number, line = next(
        ((at, line) for at, line in enumerate(split_lines(document.text[:5_000]), 1) if line.strip()), (0, "")
    )
    return cite(document, SourceKind.TEXT, number, quote=line)


def _nearest(records: Iterable[LicenseRecord], padded: str) -> str:
    best, share = None, 0.0
    for record in records:
        marks = record.marks
        if not marks.all:
            continue
        hits = sum(f" {mark} " in padded for mark in marks.all) / len(marks.all)
        hits -= 0.1 * sum(f" {mark} " in padded for mark in marks.none)
        if hits > share:
            best, share = record, hits
    if best is None or share <= 0.5:
        return "no known license text"
    return f"no known license text; nearest is {best.id}, of whose marks it has {share:.0%}"


def _is_pointer(text: str, words: Sequence[str]) -> bool:
    """Whether a text consists of an address and of words that lead to it, so that it grants and forbids nothing."""
    if not 0 < len(words) <= 40 or not _ADDRESS.search(text):
        return False
    return all(word in _POINTING_WORDS for word in normalized(_ADDRESS.sub(" ", text)).split())
