"""Facts: the closed, typed vocabulary in which evidence is read and policies are written.

A `Fact` has a value or `Unknown(reason)`, always with the `Source` that says so. A known absence (a license without
a user threshold) is the value `ABSENT`, never Unknown. Several sources may speak for one fact: `Facts` keeps them
all, best first, and the first one is the conclusion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, StrEnum

from msgspec import Struct, field

from govscan.vocabulary import VOCABULARY


class Absent(Enum):
    """The value of a fact that is known not to exist, such as the user threshold of the MIT license."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent.ABSENT


class Unknown(Struct, frozen=True):
    """Nobody can say, and why."""

    reason: str


Value = str | bool | int | float | tuple[str, ...] | Absent


class SourceKind(StrEnum):
    """Who says so, best first: a text in the repository beats a label, a label beats prose, all beat the catalog."""

    REFERENCE = "reference"  # the code that uses the model
    POLICY = "policy"  # what the organization declared (contexts, its own endpoints)
    TEXT = "text"  # a license text that was read
    HEADER = "header"  # the header of a weight file
    CARD = "card"  # front matter of the model card
    CONFIG = "config"  # config.json, adapter_config.json
    PROSE = "prose"  # the body of the card
    HUB = "hub"  # hub metadata
    LOCK = "lock"  # an earlier online run
    CATALOG = "catalog"  # curated knowledge, as of a date
    DERIVED = "derived"  # concluded from other facts

    @property
    def rank(self) -> int:
        """Position in the order of trust; 0 is best."""
        return _RANKS[self]


_RANKS: Mapping[SourceKind, int] = {kind: rank for rank, kind in enumerate(SourceKind)}


class Source(Struct, frozen=True):
    """Where a fact comes from. `place` is what a person opens: a path or an address; lines are counted from 1,
    0 where the whole document is meant. `as_of` is the ISO date of curated or cached knowledge."""

    kind: SourceKind
    place: str
    line: int = 0
    end_line: int = 0
    sha256: str | None = None
    as_of: str | None = None
    quote: str = ""  # the words themselves, at most a sentence

    def __str__(self) -> str:
        text = self.place
        if self.line:
            text += f":{self.line}"
            if self.end_line > self.line:
                text += f"-{self.end_line}"
        if self.kind is SourceKind.CATALOG:
            text = f"catalog, as of {self.as_of}: {text}"
        elif self.as_of:
            text += f" (as of {self.as_of})"
        return text


class Fact(Struct, frozen=True):
    """One statement about one model. `confidence` is 0 to 1 and is that of the reading, not of the source."""

    name: str
    value: Value | Unknown
    source: Source | None = None
    confidence: float = 1.0

    @property
    def known(self) -> bool:
        return not isinstance(self.value, Unknown)


class Facts(Struct, frozen=True):
    """All statements about one model, by name, best first. Names outside the vocabulary are refused."""

    statements: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Facts:
        """Collect statements. Within one name the order is: known before unknown, then by the source's rank,
        then by confidence, then as given.

        Raises:
            KeyError: a name that is not in the vocabulary (a defect of the caller).
        """
        by_name: dict[str, list[Fact]] = {}
        for fact in facts:
            if fact.name not in VOCABULARY:
                raise KeyError(fact.name)
            by_name.setdefault(fact.name, []).append(fact)
        return cls(
            {
                name: tuple(said) if len(said) == 1 else tuple(sorted(said, key=_trust))
                for name, said in sorted(by_name.items())
            }
        )

    def get(self, name: str) -> Fact:
        """The concluded fact, or Unknown where nobody spoke.

        Raises:
            KeyError: a name that is not in the vocabulary.
        """
        if name not in VOCABULARY:
            raise KeyError(name)
        said = self.statements.get(name)
        return said[0] if said else Fact(name, Unknown("nothing that was read says so"))

    def value(self, name: str) -> Value | None:
        """The concluded value, or None where it is unknown."""
        value = self.get(name).value
        return None if isinstance(value, Unknown) else value

    def __iter__(self) -> Iterator[Fact]:
        """The concluded facts, in the order of their names."""
        return (said[0] for said in self.statements.values())


def _trust(fact: Fact) -> tuple[bool, int, float]:
    rank = fact.source.kind.rank if fact.source else len(SourceKind)
    return (not fact.known, rank, -fact.confidence)


def value_text(value: Value | Unknown) -> str:
    """A fact's value: `true`, `700,000,000`, `[DE, FR]`, `none` for a known absence, `unknown (why)`."""
    if isinstance(value, Unknown):
        return f"unknown ({value.reason})" if value.reason else "unknown"
    if value is ABSENT:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:,}"
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return str(value)
