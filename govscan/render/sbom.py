"""What the two SBOM formats have in common: a report enters, one row a model leaves, with license expressions that SPDX
takes."""

from __future__ import annotations

import functools
import hashlib
import uuid
from collections.abc import Iterator
from typing import Any, Final

from license_expression import ExpressionError, LicenseSymbol, get_spdx_licensing  # type: ignore[import-untyped]
from msgspec import Struct

from govscan.evidence import Resolved
from govscan.facts import ABSENT, Facts
from govscan.reference import Identity
from govscan.render import words
from govscan.render.arrange import Sheet, sheets
from govscan.render.escape import visible
from govscan.render.inventory import package_url
from govscan.report import Report

NAMESPACE: Final = uuid.UUID("6f1d6f0e-7a0b-5c54-9d1f-52d7f3f1f3d5")  # of the ids that govscan derives from a report


class Row(Struct, frozen=True):
    """One model. `declared` and `concluded` are SPDX expressions, "" for unknown; `texts` has, for every `LicenseRef-`
    in them, the words of the license as they were read, or where they stand."""

    number: int
    sheet: Sheet
    purl: str
    version: str
    declared: str
    concluded: str
    texts: tuple[tuple[str, str], ...]
    hosted: bool

    @property
    def identity(self) -> Identity:
        return self.sheet.model.identity

    @property
    def facts(self) -> Facts:
        return self.sheet.model.facts

    @property
    def name(self) -> str:
        return visible(words.title(self.identity))


def rows(report: Report) -> tuple[Row, ...]:
    """The models of a report, in the order of their names."""
    ordered = sorted(sheets(report), key=lambda sheet: sheet.model.identity.key)
    return tuple(_row(number, sheet) for number, sheet in enumerate(ordered, 1))


def _row(number: int, sheet: Sheet) -> Row:
    model = sheet.model
    evidence = model.evidence
    pinned = evidence.revision_sha if isinstance(evidence, Resolved) else None
    declared, concluded = (expression(text_of(model.facts, f"license.{kind}")) for kind in ("declared", "concluded"))
    return Row(
        number=number,
        sheet=sheet,
        purl=package_url(model.identity),
        version=visible(pinned or model.identity.revision or ""),
        declared=declared,
        concluded=concluded,
        texts=tuple((key, _words(model.facts, evidence, key)) for key in sorted({*refs(declared), *refs(concluded)})),
        hosted=model.facts.value("model.access") == "hosted-api",
    )


def text_of(facts: Facts, name: str) -> str:
    """A fact as text; "" where it is unknown or absent."""
    value = facts.value(name)
    if value is None or value is ABSENT:
        return ""
    return visible(", ".join(value) if isinstance(value, tuple) else str(value))


def hub_address(row: Row) -> str:
    """Where the files of a model are, at its commit where that is known; "" where the hub has none."""
    name = row.identity.name
    if row.identity.provider != "huggingface" or not (name.isascii() and name.isprintable()) or not name:
        return ""
    return f"https://huggingface.co/{name}" + (f"/tree/{row.version}" if words.is_commit(row.version) else "")


def review_sentences(row: Row) -> Iterator[str]:
    """What each rule says of a model."""
    for found in row.sheet.findings:
        where = f" in {', '.join(found.contexts)}" if any(found.contexts) else ""
        yield visible(f"{found.finding.verdict} {found.finding.rule}{where}: {found.finding.message}")


@functools.cache
def licensing() -> Any:
    """The list of SPDX, which takes a while to build."""
    return get_spdx_licensing()


def expression(text: str) -> str:
    """An expression that SPDX takes: what is on its list as it is, anything else as a `LicenseRef-`."""
    if not text:
        return ""
    try:
        parsed = licensing().parse(text, validate=False)
    except ExpressionError:
        return _reference(text)
    if parsed is None:  # nothing but blanks
        return ""
    known = licensing().known_symbols
    for symbol in parsed.symbols:
        key = getattr(symbol, "key", "")
        if key not in known and not key.startswith("LicenseRef-"):
            parsed = parsed.subs({symbol: LicenseSymbol(_reference(key))})
    return str(parsed)


def _reference(text: str) -> str:
    plain = "".join(character if character.isascii() and character.isalnum() else "-" for character in text)
    return f"LicenseRef-{plain.strip('-')[:80] or 'unnamed'}"


def refs(text: str) -> Iterator[str]:
    """The `LicenseRef-` ids in an expression."""
    for word in text.replace("(", " ").replace(")", " ").split():
        if word.startswith("LicenseRef-"):
            yield word


def _words(facts: Facts, evidence: object, key: str) -> str:
    """The text that was read where the license is said; else where it stands."""
    for name in ("license.detected", "license.concluded", "license.declared"):
        source = facts.get(name).source
        if source is None or key not in str(facts.value(name)):
            continue
        if isinstance(evidence, Resolved):
            for document in evidence.documents:
                if document.sha256 == source.sha256 and not document.name.lower().endswith(("readme.md", ".json")):
                    return document.text.strip() or "The text was not read."
        return f"The text was not read. {words.source_text(source)} says that this license applies."
    return "The text was not read."


def identifier(report: Report, kind: str) -> uuid.UUID:
    """An id that is the same for the same report, and another one for any other."""
    from govscan.render.json_ import render_json

    return uuid.uuid5(NAMESPACE, f"{kind}:{hashlib.sha256(render_json(report)).hexdigest()}")
