"""The facts of one model as a chain that can be followed: source by source, clause by clause, parent by parent.

Facts enter, lines of a terminal page leave; names of facts are kept, since a policy uses them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from govscan.facts import Fact, Facts, Source, SourceKind, Unknown, value_text
from govscan.render import words
from govscan.render.paint import BOLD, CYAN, DIM, MAGENTA, YELLOW, Page
from govscan.vocabulary import VOCABULARY

_SAID = (
    "declared",
    "detected",
    "concluded",
    "confidence",
    "conflict",
    "concerns",
    "reasons",
    "modified",
    "text_present",
)
PARENTS = "lineage.inherited_obligations"  # one statement for all parents, then one for each of them
MOST_PARENTS = 64
MOST_ROWS = 50
SENTENCE = 60  # characters, from which on an item of a set gets its own line

# How a license was concluded, by the source that decided: what a newcomer asks first.
_WHY: Mapping[SourceKind, str] = {
    SourceKind.TEXT: "a license text that was read decides; labels only confirm or contradict it",
    SourceKind.HEADER: "the header of the weights decides; no license text was read",
    SourceKind.CARD: "the label of the card decides; no license text settles it",
    SourceKind.CONFIG: "the label in the config decides; no license text settles it",
    SourceKind.PROSE: "a sentence of the card decides; there is no label and no license text",
    SourceKind.HUB: "the hub's label decides; neither card nor license text settles it",
    SourceKind.LOCK: "an earlier online run concluded it; nothing was read today",
    SourceKind.CATALOG: "the catalog decides; what was read does not settle it",
    SourceKind.POLICY: "the organization declared it",
}


class Group(Struct, frozen=True):
    """A part of the chain: its heading, what it answers, and the prefix of its facts."""

    title: str
    question: str
    names: tuple[str, ...]


def _named(*prefixes: str) -> tuple[str, ...]:
    return tuple(name for name in VOCABULARY if name.startswith(prefixes))


_LINEAGE = ("model.base_models", *_named("lineage."))
_LICENSE = tuple(name for name in _named("license.") if name.removeprefix("license.") in _SAID)
_TERMS = tuple(name for name in _named("license.") if name not in _LICENSE)

GROUPS: tuple[Group, ...] = (
    Group("identity", "what it is and how it is had", tuple(n for n in _named("model.") if n not in _LINEAGE)),
    Group("license", "what each source says, and what follows", _LICENSE),
    Group("terms", "what the license demands, clause by clause", _TERMS),
    Group("lineage", "what it was made from, and what comes down from there", _LINEAGE),
    Group("data", "what the card says it was trained on", _named("datasets.")),
    Group("files", "what lies in its repository", _named("artifacts.")),
    Group("card", "what the maker tells an adopter", _named("card.")),
    Group("openness", "what of it is open", _named("openness.")),
    Group("endpoint", "who serves it, and where", _named("endpoint.")),
    Group("context", "how the organization uses it", _named("context.")),
)


def chain(page: Page, facts: Facts) -> None:
    """All that is known, group by group; at the end of each what is not known, one paragraph a reason."""
    for group in GROUPS:
        said = {name: facts.statements[name] for name in group.names if facts.statements.get(name)}
        if said:
            page.blank()
            page.parts([(group.title, (BOLD,)), (f"({group.question})", (DIM,))])
            license_ = facts.value("license.concluded")
            if group.names is _TERMS and isinstance(license_, str):
                page.text(f"sections are those of {license_}, as far as no other text is named", DIM, indent=2)
            _group(page, facts, said)


def _group(page: Page, facts: Facts, said: Mapping[str, Sequence[Fact]]) -> None:
    silent: dict[str, list[str]] = {}
    for name, statements in said.items():
        value = statements[0].value
        if isinstance(value, Unknown) and len(statements) == 1:
            reason = value.reason.replace(f" for {name.rpartition('.')[2]}", "")  # the name stands beside it
            silent.setdefault(reason, []).append(name)
        elif name == PARENTS:
            _parents(page, statements)
        else:
            _fact(page, name, statements, facts)
        if name == "license.concluded":
            _decision(page, statements[0])
    for reason, names in silent.items():
        page.parts([("not known", (MAGENTA,)), (", ".join(names), (CYAN,)), (f"({reason})", ())], indent=2, hang=4)


def _decision(page: Page, concluded: Fact) -> None:
    why = _WHY.get(concluded.source.kind) if concluded.known and concluded.source else None
    if why:
        page.labeled("why", why, indent=6)


def _fact(page: Page, name: str, said: Sequence[Fact], facts: Facts) -> None:
    first, *others = said
    if _is_prose(first):
        page.parts([(name, (CYAN,))], indent=2, hang=6)
        rows = _rows(first)
        for sentence in rows[:MOST_ROWS]:
            page.parts([("-", ()), (sentence, ())], indent=6, hang=8)
        if len(rows) > MOST_ROWS:
            page.text(f"and {len(rows) - MOST_ROWS:,} more", DIM, indent=6)
    else:
        page.parts([(name, (CYAN,)), (value_text(first.value), () if first.known else (MAGENTA,))], indent=2, hang=6)
    if first.source or first.confidence < 1:
        page.text(_provenance(first, facts), DIM, indent=6, hang=8)
    for other in others:
        agrees = repr(other.value) == repr(first.value)
        word = "also" if agrees else "against" if other.known else "silent"
        value = "" if agrees else f"{value_text(other.value)}; "
        styles = (DIM,) if agrees or not other.known else (YELLOW,)
        page.labeled(word, f"{value}{_provenance(other, facts)}", *styles, indent=6)


def _is_prose(fact: Fact) -> bool:
    """A set of sentences reads better as a list."""
    return isinstance(fact.value, tuple) and any(len(item) > SENTENCE for item in fact.value)


def _rows(fact: Fact) -> Sequence[str]:
    return fact.value if isinstance(fact.value, tuple) else (value_text(fact.value),)


def _parents(page: Page, said: Sequence[Fact]) -> None:
    """The duties that come down, by the parent that they come from, each with its license."""
    whole = said[0]
    parents = [fact for fact in said[1:] if fact.source is not None and fact.source.kind is SourceKind.DERIVED]
    if not parents:
        _fact(page, PARENTS, said, Facts())
        return
    page.parts(
        [(PARENTS, (CYAN,)), *(() if whole.known else [(value_text(whole.value), (MAGENTA,))])], indent=2, hang=6
    )
    if whole.source:
        page.text(words.source_text(whole.source), DIM, indent=6, hang=8)
    for fact in parents[:MOST_PARENTS]:
        assert fact.source is not None
        page.labeled("parent", fact.source.place, indent=6)
        page.text(f"license {fact.source.quote}", DIM, indent=17)
        for duty in _duties(fact, fact.source.place):
            page.labeled("brings", duty, indent=17, column=8)
    if len(parents) > MOST_PARENTS:
        page.text(f"and {len(parents) - MOST_PARENTS} more parents", DIM, indent=6)


def _duties(fact: Fact, parent: str) -> Iterable[str]:
    if not isinstance(fact.value, tuple):
        return [value_text(fact.value)]
    return [duty.removesuffix(f" ({parent})") for duty in fact.value] or ["nothing that is carried down"]


def _provenance(fact: Fact, facts: Facts) -> str:
    """Source, confidence where it is not full, and the words themselves."""
    parts = [_place(fact, facts)]
    if fact.confidence < 1:
        parts.append(f"confidence {fact.confidence:.2f}")
    source: Source | None = fact.source
    if source and source.sha256:
        parts.append(f"sha256 {source.sha256[:12]}")
    if source and source.quote:
        parts.append(f'"{source.quote}"')
    return ", ".join(parts)


def _place(fact: Fact, facts: Facts) -> str:
    """Of a term: the section. The license that it is a section of is the one concluded, named once above."""
    place = words.source_text(fact.source) or "no source"
    license_ = facts.value("license.concluded") if "license.concluded" in facts.statements else None
    if fact.name not in _TERMS or not isinstance(license_, str):
        return place
    head, _, section = place.partition(f"licenses/{license_}: ")
    return f"{head}{'section ' if section[:1].isdigit() else ''}{section}" if section else place
