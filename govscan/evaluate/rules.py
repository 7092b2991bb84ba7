"""Rules as they are written, and the redefinition of a rule that an extended policy brings.

A redefinition may tighten without asking: a higher level, a further `require`, a stricter `on_unknown`, a `review`
where there was none. Everything else needs an entry under `overrides`, which the report shows.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from govscan.evaluate.conditions import read_condition
from govscan.evaluate.reading import Reader
from govscan.marked import Node
from govscan.pattern import pattern
from govscan.policy import AllOf, Condition, Level, OnUnknown, Override, Place, ReviewRequirement, Rule

KEYS = ("id", "title", "level", "owner", "when", "require", "review", "on_unknown", "fix", "references")
REVIEW_KEYS = ("criteria", "pin", "max_age_days")
PINS = ("revision", "license")

_ID = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
_LEVELS = (Level.NOTE, Level.WARNING, Level.ERROR)  # from mild to strict
_ON_UNKNOWN = (OnUnknown.ASK, OnUnknown.UNDECIDED, OnUnknown.FAIL)  # from mild to strict

T = TypeVar("T")


class Draft(Struct, frozen=True):
    """A rule as far as one file writes it; None where a key is not there. `node` is where it stands."""

    id: str
    node: Node
    place: Place
    level: Level | None
    when: Condition | None
    require: Condition | None
    review: ReviewRequirement | None
    on_unknown: OnUnknown | None
    title: str | None
    owner: str | None
    fix: str | None
    references: tuple[str, ...] | None


def named(reader: Reader, node: Node, what: str) -> str | None:
    """An id: letters, digits, dots, dashes and underscores, at most 80."""
    text = reader.text(node, what)
    if text is None or _ID.match(text):
        return text
    reader.complain(node, f"{what} {text!r} may have letters, digits, '.', '-' and '_' only, at most 80")
    return None


def read_drafts(reader: Reader, node: Node) -> list[Draft]:
    """The entries of `rules`, each id once."""
    drafts: dict[str, Draft] = {}
    for entry in reader.entries(node, "rules"):
        draft = _read_draft(reader, entry)
        if draft is None:
            continue
        if draft.id in drafts:
            first = drafts[draft.id].place.line
            reader.complain(entry, f"the rule id {draft.id!r} is there twice", f"the first one is in line {first}")
        else:
            drafts[draft.id] = draft
    return list(drafts.values())


def _read_draft(reader: Reader, node: Node) -> Draft | None:
    entries = reader.mapping(node, "a rule", KEYS)
    if not entries:
        return None
    id_ = named(reader, entries["id"], "the rule id") if "id" in entries else None
    if "id" not in entries:
        reader.required(entries, node, "a rule", "id")
    what = f"rule {id_!r}" if id_ else "a rule"

    def condition(key: str) -> Condition | None:
        return read_condition(reader, entries[key], f"`{key}`") if key in entries else None

    def text(key: str) -> str | None:
        return reader.text(entries[key], f"{key} of {what}") if key in entries else None

    def choice(key: str, choices: tuple[T, ...]) -> T | None:
        if key not in entries:
            return None
        word = reader.choice(entries[key], f"{key} of {what}", [str(one) for one in choices])
        return next((one for one in choices if str(one) == word), None)

    draft = Draft(
        id=id_ or "",
        node=node,
        place=reader.place(node),
        level=choice("level", _LEVELS),
        when=condition("when"),
        require=condition("require"),
        review=_review(reader, entries["review"]) if "review" in entries else None,
        on_unknown=choice("on_unknown", _ON_UNKNOWN),
        title=text("title"),
        owner=text("owner"),
        fix=text("fix"),
        references=_references(reader, entries["references"]) if "references" in entries else None,
    )
    return draft if id_ else None


def _references(reader: Reader, node: Node) -> tuple[str, ...]:
    addresses = reader.texts(node, "references")
    for entry in node.entries:
        if entry.text is not None and not entry.text.startswith(("https://", "http://")):
            reader.complain(entry, f"a reference must be an address: {entry.text!r}", "start it with https://")
    return addresses


def _review(reader: Reader, node: Node) -> ReviewRequirement | None:
    entries = reader.mapping(node, "`review`", REVIEW_KEYS)
    if "criteria" not in entries:
        if node.kind == "map":
            reader.complain(node, "`review` has no 'criteria'", "name what the review has to cover")
        return None
    criteria = named(reader, entries["criteria"], "criteria of `review`")
    pin = reader.choice(entries["pin"], "pin of `review`", PINS) if "pin" in entries else None
    days = reader.number(entries["max_age_days"], "max_age_days of `review`") if "max_age_days" in entries else None
    if days is not None and days != int(days):
        reader.complain(entries["max_age_days"], "max_age_days of `review` must be a whole number")
    return ReviewRequirement(criteria, pin, None if days is None else int(days)) if criteria else None


def new_rule(reader: Reader, draft: Draft, origin: str) -> Rule | None:
    """The rule that a draft writes in full."""
    keys = {key.text for key, _ in draft.node.items}
    if "level" not in keys:
        reader.complain(draft.node, f"rule {draft.id!r} has no 'level'", "write error, warning or note")
    if not keys & {"require", "review"}:
        reader.complain(draft.node, f"rule {draft.id!r} has nothing to check", "add `require` or `review`")
    if draft.level is None:
        return None
    return Rule(
        id=draft.id,
        level=draft.level,
        require=draft.require,
        when=draft.when,
        review=draft.review,
        place=draft.place,
        origin=origin,
        title=draft.title or "",
        owner=draft.owner or "",
        fix=draft.fix or "",
        on_unknown=draft.on_unknown or OnUnknown.UNDECIDED,
        references=draft.references or (),
    )


def redefined(reader: Reader, rule: Rule, draft: Draft, override: Override | None, origin: str) -> Rule:
    """The rule of an extended policy, with what `draft` changes. Keys that the draft lacks stay as they are. With
    an override the draft's keys replace the rule's, without one they may only tighten."""
    if override is None:
        _refuse_loosening(reader, rule, draft)
    require = draft.require or rule.require
    if override is None and draft.require is not None and rule.require is not None:
        require = AllOf((rule.require, draft.require))
    return replace(
        rule,
        level=draft.level or rule.level,
        require=require,
        when=draft.when or rule.when,
        review=draft.review or rule.review,
        place=draft.place,
        origin=origin,
        title=draft.title or rule.title,
        owner=draft.owner or rule.owner,
        fix=draft.fix or rule.fix,
        on_unknown=draft.on_unknown or rule.on_unknown,
        references=draft.references or rule.references,
    )


def _refuse_loosening(reader: Reader, rule: Rule, draft: Draft) -> None:
    what = f"rule {rule.id!r} of {rule.origin}"
    hint = f"say why under overrides: `- {{rule: {rule.id}, reason: ...}}`"
    if draft.level and _LEVELS.index(draft.level) < _LEVELS.index(rule.level):
        reader.complain(draft.node, f"this lowers the level of {what} from {rule.level} to {draft.level}", hint)
    if draft.on_unknown and _ON_UNKNOWN.index(draft.on_unknown) < _ON_UNKNOWN.index(rule.on_unknown):
        change = f"from {rule.on_unknown} to {draft.on_unknown}"
        reader.complain(draft.node, f"this loosens on_unknown of {what} {change}", hint)
    if draft.when is not None:
        reader.complain(draft.node, f"this changes when {what} applies", hint)
    if draft.review is not None and rule.review is not None and draft.review != rule.review:
        reader.complain(draft.node, f"this changes the review that {what} asks for", hint)
