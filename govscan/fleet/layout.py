"""The columns of a table of cards: names as they are written enter, rows of one layout leave.

The names of the public dumps of model cards with metadata are known (`modelId`, `card`, `tags`, `createdAt`, ...), and
those of the layout that docs/fleet.md describes (`id`, `card`, `revision`, `license_text`, ...).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from govscan import limits
from govscan.errors import GovscanError
from govscan.evidence import Artifact, Document, Evidence, HubRecord, Resolved
from govscan.fleet.names import LISTS, NAMES, REQUIRED, TEXTS
from govscan.fleet.task import Bad, Met, Subject
from govscan.reference import Identity
from govscan.resolve.code import code_in
from govscan.resolve.documents import too_large
from govscan.resolve.hub_record import day_of, record_of

MAX_ID: Final = 300


class MissingColumns(GovscanError):  # noqa: N818 - reads as a sentence where it is raised
    """A table without an id or without cards."""


def chosen(there: Sequence[str], asked: Mapping[str, str], where: str) -> dict[str, str]:
    """Which column of a table is which: `asked` has what the user says, by the names of the layout.

    Raises:
        MissingColumns: a required one is not there, or one that was asked for.
    """
    found: dict[str, str] = {}
    for name, candidates in NAMES.items():
        wanted = (asked[name],) if name in asked else candidates
        column = next((each for each in wanted if each in there), None)
        if column is not None:
            found[name] = column
        elif name in REQUIRED or name in asked:
            has = ", ".join(there) or "none"
            raise MissingColumns(
                f"{where} has no column {' or '.join(wanted)}; its columns are {has[:400]}; say which one it is with "
                f"--column {name}=NAME"
            )
    return found


class Given(Struct):
    """A row as it was given: texts as bytes or text, lists as lists; anything may be None or of a wrong type."""

    row: int
    values: dict[str, Any]


def subject_of(given: Given) -> Iterator[Met]:
    """The model that a row describes; what of it cannot be used is named."""
    values, row = given.values, given.row
    trouble = values.get("trouble")
    if trouble:
        yield Bad(row, "", "malformed", _text(trouble) or "the row cannot be read")
        return
    id_ = _text(values.get("id"))
    reason = _not_an_id(values.get("id"), id_)
    if id_ is None or reason:
        yield Bad(row, "", "malformed", reason)
        return
    bad: list[Bad] = []
    for name in (*TEXTS, *LISTS):
        if name in values and (told := _mistyped(name, values[name])):
            if name == "card":
                yield Bad(row, id_, "malformed", told)
                return
            bad.append(Bad(row, id_, "malformed", f"{told}, and was not used"))
            values[name] = None
    revision = _text(values.get("revision")) or None
    identity = Identity("huggingface", id_, revision)
    evidence = _evidence(identity, values, row, bad)
    yield Subject(row, id_, identity, evidence, tuple(bad))


def _not_an_id(value: Any, text: str | None) -> str:
    if value is None or value == b"":
        return "the row has no id"
    if text is None:
        return f"the id is {_kind(value)}, not text"
    if not text.strip() or text != text.strip() or len(text) > MAX_ID or not text.isprintable():
        return f"{text[:60]!r} is no id of a model"
    return ""


def _mistyped(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in LISTS:
        fine = isinstance(value, list) and all(isinstance(each, str | bytes) or each is None for each in value)
        return "" if fine else f"the column {name} holds {_kind(value)}, not a list of texts"
    return "" if isinstance(value, str | bytes) else f"the column {name} holds {_kind(value)}, not text"


def _kind(value: Any) -> str:
    words = {bool: "a truth value", int: "a number", float: "a number", list: "a list", dict: "a map"}
    return words.get(type(value), type(value).__name__)


def _text(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else None


def _bytes(value: Any) -> bytes | None:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def _texts(values: Iterable[Any]) -> list[str]:
    return [text for each in values if (text := _text(each))]


def _evidence(identity: Identity, values: Mapping[str, Any], row: int, bad: list[Bad]) -> Evidence:
    """What a Hub would have answered with these documents and metadata; the place of a document is its name, since
    the row says whose it is. Without a list of files nobody knows what
    else the model's repository has, as with a cache that holds some of its files."""
    documents: list[Document] = []
    notes: list[str] = []
    license_name = _text(values.get("license_name")) or "LICENSE"
    for name, column in (("README.md", "card"), (license_name, "license_text")):
        data = _bytes(values.get(column))
        if data is None:
            if column == "card":
                bad.append(Bad(row, identity.name, "no-card", "the row has no card"))
        elif len(data) > limits.DOCUMENT_BYTES:
            notes.append(too_large(name, len(data)))
            bad.append(Bad(row, identity.name, "too-large", notes[-1]))
        else:
            document = Document.of(name, name, data)
            if "\ufffd" in document.text and not _is_text(data):
                bad.append(Bad(row, identity.name, "malformed", f"{name} is not UTF-8; what could be read was judged"))
            documents.append(document)
    listed = values.get("files")
    files = None if listed is None else _texts(listed)
    have = {document.name for document in documents}
    artifacts = sorted(name for name in files or () if name not in have)[: limits.MODEL_FILES]
    return Resolved(
        identity,
        "dump" if files is None else "hub",
        revision_sha=identity.revision if identity.revision and len(identity.revision) == 40 else None,
        documents=tuple(documents),
        artifacts=tuple(Artifact(name) for name in artifacts),
        hub=_record(values),
        notes=tuple(notes),
        code=None if files is None else code_in(documents, files, _not_in_a_table, identity.name),
    )


def _not_in_a_table(name: str) -> str:
    return f"a table of cards does not hold {name}"


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _record(values: Mapping[str, Any]) -> HubRecord | None:
    """The Hub's metadata. None where the row has neither tags nor base models: then nothing would have named them."""
    if values.get("tags") is None and values.get("base_models") is None:
        return None
    lists = (_list(values, "tags"), _list(values, "base_models"), _list(values, "datasets"))
    record = _metadata(*lists, _text(values.get("pipeline_tag")), _gated(values.get("gated")))
    created = values.get("created")
    day = created.isoformat() if isinstance(created, dt.date) else _text(created)
    return replace(record, created=day_of(day)) if day else record


def _list(values: Mapping[str, Any], name: str) -> tuple[str | bytes | None, ...]:
    return tuple(values.get(name) or ())


@lru_cache(maxsize=4_096)
def _metadata(
    tags: tuple[str | bytes | None, ...],
    bases: tuple[str | bytes | None, ...],
    datasets: tuple[str | bytes | None, ...],
    task: str | None,
    gated: bool | str | None,
) -> HubRecord:
    card = {"base_model": _texts(bases), "datasets": _texts(datasets)}
    return record_of({"tags": _texts(tags), "cardData": card, "gated": gated, "pipeline_tag": task})


def _gated(value: Any) -> bool | str | None:
    """Whether and how a model is gated; tables have it as a truth value or in words."""
    text = _text(value)
    if text is None:
        return value if isinstance(value, bool) else None
    return {"": None, "false": False, "true": True}.get(text.lower(), text)
