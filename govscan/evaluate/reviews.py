"""Reviews: the file `.govscan/reviews.yaml`, and whether it holds the approval that a rule asks for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from govscan.evaluate.reading import Reader, read_mapping, suggestion
from govscan.evaluate.rules import named
from govscan.evaluate.subject import FORMS, full_hash, subject_of
from govscan.marked import Node
from govscan.policy import Criterion, Review, ReviewVerdict
from govscan.regular import is_regular

VERSION = 1
KEYS = ("govscan_reviews", "criteria", "reviews", "imports")
CRITERION_KEYS = ("description", "description_url", "implies", "reviewers", "minimum")
IMPORT_KEYS = ("file", "sha256", "criteria")
REVIEW_KEYS = (
    "id", "model", "revision", "license_sha256", "delta", "criteria", "verdict", "conditions", "scope", "reviewer",
    "date", "expires", "evidence",
)  # fmt: skip
REQUIRED = ("id", "model", "criteria", "verdict", "reviewer", "date", "expires")
REVIEWER_KEYS = ("name", "id")
EVIDENCE_KEYS = ("url", "sha256")


# --- the file -----------------------------------------------------------------------------------------------------


def load_reviews(path: Path, shown: str) -> tuple[tuple[Review, ...], Mapping[str, Criterion]]:
    """The reviews, imported ones last, and the criteria.

    Raises:
        govscan.errors.InvalidInput: an unknown key, a bad date, a missing field, an imported file that is not there
            or not the one that was meant.
    """
    node, _ = read_mapping(path, shown)
    reader = Reader(shown)
    entries = reader.mapping(node, "the file of reviews", KEYS)
    check_version(reader, node, "govscan_reviews", VERSION)
    criteria = read_criteria(reader, entries["criteria"]) if "criteria" in entries else {}
    known = frozenset(criteria) | frozenset(name for each in criteria.values() for name in each.implies)
    reviews: dict[str, Review] = {}
    for entry in reader.entries(entries["reviews"], "reviews") if "reviews" in entries else ():
        review = _review(reader, entry, known)
        if review is not None and review.id in reviews:
            reader.complain(entry, f"the review id {review.id!r} is there twice")
        elif review is not None:
            reviews[review.id] = review
    imported: list[Review] = []
    for entry in reader.entries(entries["imports"], "imports") if "imports" in entries else ():
        imported += _imported(reader, entry, path, known)
    reader.finish()
    return (*reviews.values(), *imported), criteria


def _imported(reader: Reader, node: Node, path: Path, known: frozenset[str]) -> list[Review]:
    """The reviews of another organization's file, in the words of this one. What their file imports is not followed.
    Approvals of criteria that are not mapped say nothing here; a rejection always counts."""
    entries = reader.mapping(node, "an import", IMPORT_KEYS)
    if node.kind == "map":
        reader.required(entries, node, "an import", "file", "sha256")
    if not {"file", "sha256"} <= entries.keys():
        return []
    name = reader.text(entries["file"], "file of an import")
    digest = _hash(reader, entries["sha256"], "sha256 of an import", "64 hex digits", 64)
    mapped = reader.mapping(entries["criteria"], "criteria of an import") if "criteria" in entries else {}
    ours = {theirs: _covered_name(reader, entry, known) for theirs, entry in mapped.items()}
    if not name or not digest:
        return []
    file = path.parent / name
    if not is_regular(file):
        reader.complain(entries["file"], f"there is no file {name!r} beside this one", "commit a copy of it")
        return []
    their_node, data = read_mapping(file, name)
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        reader.complain(
            entries["sha256"], f"{name} has the sha256 {found}", "read what changed before you take it over"
        )
        return []
    theirs = Reader(name)
    listed = their_node.get("reviews")
    reviews = [_review(theirs, entry, frozenset()) for entry in theirs.entries(listed, "reviews")] if listed else []
    reader.found.extend(theirs.found)
    return [taken for review in reviews if review is not None and (taken := _in_our_words(review, name, ours))]


def _in_our_words(review: Review, name: str, ours: Mapping[str, str]) -> Review | None:
    criteria = tuple(ours[theirs] for theirs in review.criteria if ours.get(theirs))
    if not criteria and review.verdict is not ReviewVerdict.REJECTED:
        return None
    return replace(review, id=f"{name}:{review.id}", criteria=criteria, contexts=(), imported=True)


def _covered_name(reader: Reader, node: Node, known: frozenset[str]) -> str:
    text = reader.text(node, "a criterion of this file") or ""
    if text and known and text not in known:
        reader.complain(node, f"unknown criterion {text!r}", suggestion(text, known))
    return text


def check_version(reader: Reader, node: Node, key: str, version: int) -> None:
    """Complain where a file does not say its version, or says another one."""
    said = node.get(key)
    if said is None:
        reader.complain(node, f"the file does not say `{key}: {version}`", "make it the first line")
    elif said.scalar != version or isinstance(said.scalar, bool):
        reader.complain(said, f"`{key}` must be {version}, not {said.raw or 'a list or mapping'}")


def read_criteria(reader: Reader, node: Node) -> dict[str, Criterion]:
    criteria = {}
    for name, entry in reader.mapping(node, "criteria").items():
        what = f"criterion {name!r}"
        entries = reader.mapping(entry, what, CRITERION_KEYS)
        for key in ("description", "description_url"):
            if key in entries:
                reader.text(entries[key], f"{key} of {what}")
        minimum = reader.number(entries["minimum"], f"minimum of {what}") if "minimum" in entries else 1
        if minimum is not None and (minimum < 1 or minimum != int(minimum)):
            reader.complain(entries["minimum"], f"minimum of {what} must be a whole number from 1 on")
        criteria[name] = Criterion(
            implies=reader.texts(entries["implies"], f"implies of {what}") if "implies" in entries else (),
            reviewers=reader.texts(entries["reviewers"], f"reviewers of {what}") if "reviewers" in entries else (),
            minimum=int(minimum or 1),
        )
    return criteria


def _review(reader: Reader, node: Node, known: frozenset[str]) -> Review | None:
    entries = reader.mapping(node, "a review", REVIEW_KEYS)
    if node.kind != "map":
        return None
    id_ = named(reader, entries["id"], "the review id") if "id" in entries else None
    what = f"review {id_!r}" if id_ else "a review"
    reader.required(entries, node, what, *REQUIRED)
    model, revision = read_subject(reader, entries, what)
    verdict = (
        reader.choice(entries["verdict"], f"verdict of {what}", tuple(ReviewVerdict)) if "verdict" in entries else None
    )
    conditions = reader.text(entries["conditions"], f"conditions of {what}") if "conditions" in entries else ""
    if verdict == ReviewVerdict.CONDITIONAL and "conditions" not in entries:
        reader.complain(node, f"{what} is conditional and has no 'conditions'", "say what it depends on")
    revision, license_sha256, delta_from = _pin(reader, node, entries, what, revision)
    date, expires = read_period(reader, entries, what, "date")
    criteria = _covered(reader, entries["criteria"], what, known) if "criteria" in entries else ()
    reviewer, reviewer_id = _reviewer(reader, entries["reviewer"], what) if "reviewer" in entries else (None, "")
    evidence = _evidence(reader, entries["evidence"], what) if "evidence" in entries else ()
    contexts = _scope(reader, entries["scope"], what) if "scope" in entries else ()
    if not (id_ and model and criteria and verdict and reviewer and date and expires):
        return None
    return Review(
        id=id_,
        model=model,
        criteria=criteria,
        verdict=ReviewVerdict(verdict),
        reviewer=reviewer,
        date=date,
        expires=expires,
        place=reader.place(node),
        revision=revision,
        license_sha256=license_sha256,
        contexts=contexts,
        delta_from=delta_from,
        conditions=conditions or "",
        evidence=evidence,
        reviewer_id=reviewer_id,
    )


def read_subject(reader: Reader, entries: dict[str, Node], what: str) -> tuple[str | None, str | None]:
    """The model as written, without its revision, and the revision."""
    if "model" not in entries:
        return None, None
    text = reader.text(entries["model"], f"model of {what}")
    subject = subject_of(text) if text else None
    if text and subject is None:
        reader.complain(entries["model"], f"model of {what} cannot be {text!r}", FORMS)
    if text is None or subject is None:
        return None, None
    return (text.rpartition("@")[0] if subject.revision else text), subject.revision


def read_period(
    reader: Reader, entries: dict[str, Node], what: str, start_key: str
) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which a record counts."""
    start = reader.date(entries[start_key], f"{start_key} of {what}") if start_key in entries else None
    end = reader.date(entries["expires"], f"expires of {what}") if "expires" in entries else None
    if start and end and end < start:
        reader.complain(entries["expires"], f"{what} expires on {end}, before its {start_key}, {start}")
    return start, end


def _pin(
    reader: Reader, node: Node, entries: dict[str, Node], what: str, revision: str | None
) -> tuple[str | None, str | None, str | None]:
    """revision, license_sha256 and delta_from."""
    given = [key for key in ("revision", "license_sha256", "delta") if key in entries]
    if len(given) + (revision is not None) > 1:
        reader.complain(node, f"{what} is pinned more than once", "one of revision, license_sha256, delta")
    if "revision" in entries:
        revision = _hash(reader, entries["revision"], f"revision of {what}", "a full commit of 40 hex digits")
    license_sha256 = delta_from = None
    if "license_sha256" in entries:
        license_sha256 = _hash(reader, entries["license_sha256"], f"license_sha256 of {what}", "64 hex digits", 64)
    if "delta" in entries:
        ends = reader.mapping(entries["delta"], f"delta of {what}", ("from", "to"))
        reader.required(ends, entries["delta"], f"delta of {what}", "from", "to")
        if {"from", "to"} <= ends.keys():
            wanted = "a full commit of 40 hex digits"
            delta_from = _hash(reader, ends["from"], f"delta: from of {what}", wanted)
            revision = _hash(reader, ends["to"], f"delta: to of {what}", wanted)
    return revision, license_sha256, delta_from


def _hash(reader: Reader, node: Node, what: str, wanted: str, digits: int = 0) -> str | None:
    text = node.raw.lower() if node.kind == "scalar" else ""  # raw: forty digits would read as a number
    if full_hash(text) and (not digits or len(text) == digits):
        return text
    reader.complain(node, f"{what} must be {wanted}")
    return None


def _covered(reader: Reader, node: Node, what: str, known: frozenset[str]) -> tuple[str, ...]:
    criteria = reader.texts(node, f"criteria of {what}")
    for entry in node.entries:
        if known and entry.text is not None and entry.text not in known:
            reader.complain(entry, f"unknown criterion {entry.text!r} in {what}", suggestion(entry.text, known))
    if node.kind == "list" and not node.entries:
        reader.complain(node, f"criteria of {what} is empty")
    return criteria


def _reviewer(reader: Reader, node: Node, what: str) -> tuple[str | None, str]:
    """The name for people, and the account; a text alone is both."""
    if node.kind == "scalar":
        text = reader.text(node, f"reviewer of {what}")
        return text, text or ""
    entries = reader.mapping(node, f"reviewer of {what}", REVIEWER_KEYS)
    reader.required(entries, node, f"reviewer of {what}", "name")
    name = reader.text(entries["name"], f"reviewer of {what}: name") if "name" in entries else None
    id_ = reader.text(entries["id"], f"reviewer of {what}: id") if "id" in entries else None
    return (f"{name} ({id_})" if name and id_ else name), id_ or name or ""


def _evidence(reader: Reader, node: Node, what: str) -> tuple[str, ...]:
    urls = []
    for entry in reader.entries(node, f"evidence of {what}"):
        entries = reader.mapping(entry, f"evidence of {what}", EVIDENCE_KEYS)
        reader.required(entries, entry, f"evidence of {what}", "url")
        url = reader.text(entries["url"], f"evidence of {what}: url") if "url" in entries else None
        if "sha256" in entries:
            _hash(reader, entries["sha256"], f"evidence of {what}: sha256", "64 hex digits", 64)
        urls.append(url or "")
    return tuple(url for url in urls if url)


def _scope(reader: Reader, node: Node, what: str) -> tuple[str, ...]:
    entries = reader.mapping(node, f"scope of {what}", ("contexts",))
    if "contexts" not in entries:
        return ()
    contexts = reader.texts(entries["contexts"], f"scope of {what}: contexts")
    if entries["contexts"].kind == "list" and not contexts:
        reader.complain(entries["contexts"], f"scope of {what}: contexts is empty", "leave scope out for all contexts")
    return contexts
