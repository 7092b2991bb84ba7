"""The small nouns of this folder: what one source says of a model's license, and where a document's lines are."""

from __future__ import annotations

from msgspec import Struct

from govscan.evidence import Document
from govscan.facts import Source, SourceKind, Unknown

QUOTE_LIMIT = 160


class Claim(Struct, frozen=True):
    """One source, one statement. `expression` is an SPDX expression, or Unknown with the reason; `label` is what
    was written. `settled` is False for a name of which nobody knows which text it stands for ("modified-mit")."""

    expression: str | Unknown
    source: Source
    label: str = ""
    confidence: float = 1.0
    settled: bool = True


def cite(document: Document, kind: SourceKind, line: int = 0, end_line: int = 0, quote: str = "") -> Source:
    """The source that is these lines of a document."""
    return Source(kind, document.source, line, end_line, document.sha256, quote=clipped(quote))


def clipped(text: str) -> str:
    """At most a sentence, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LIMIT else line[: QUOTE_LIMIT - 3] + "..."
