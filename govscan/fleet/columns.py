"""The tables of a fleet: facts and findings enter, Arrow tables leave.

`models` has a column for every fact outside `context.`; null means that nobody knows it, or that it is known to be
absent: `absent` and `unknown` tell which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa
from msgspec import Struct

from govscan.facts import ABSENT, Fact, Unknown
from govscan.finding import Finding, Verdict
from govscan.fleet.task import Bad
from govscan.identify.nameless import NAMED
from govscan.policy import Level
from govscan.vocabulary import VOCABULARY, FactType

_TYPES: Final[Mapping[FactType, pa.DataType]] = {
    FactType.TEXT: pa.string(),
    FactType.FLAG: pa.bool_(),
    FactType.NUMBER: pa.float64(),
    FactType.TEXTS: pa.list_(pa.string()),
    FactType.REGIONS: pa.list_(pa.string()),
}
FACTS: Final = tuple(name for name in VOCABULARY if not name.startswith("context."))
SHARED: Final = tuple(name for name in FACTS if name not in NAMED)
"""The facts that models can have in common."""

MODELS: Final = pa.schema(
    [
        ("id", pa.string()),
        ("purl", pa.string()),
        ("provider", pa.string()),
        ("row", pa.int64()),
        ("verdict", pa.string()),
        ("errors", pa.int32()),
        ("warnings", pa.int32()),
        ("undecided", pa.int32()),
        *((name, _TYPES[VOCABULARY[name].type]) for name in FACTS),
        ("absent", pa.list_(pa.string())),
        ("unknown", pa.map_(pa.string(), pa.string())),
        ("base_models", pa.list_(pa.string())),
        ("card_sha256", pa.string()),
        ("repository", pa.string()),
    ]
)
FINDINGS: Final = pa.schema(
    [
        ("id", pa.string()),
        ("rule", pa.string()),
        ("context", pa.string()),
        ("verdict", pa.string()),
        ("level", pa.string()),
        ("message", pa.string()),
        ("fix", pa.string()),
        ("owner", pa.string()),
        ("missing", pa.list_(pa.string())),
    ]
)
PROBLEMS: Final = pa.schema([("row", pa.int64()), ("id", pa.string()), ("kind", pa.string()), ("message", pa.string())])
SCHEMAS: Final = {"models": MODELS, "findings": FINDINGS, "problems": PROBLEMS}

_GIVEN: Final = tuple(name for name in MODELS.names if name not in (*SHARED, "absent", "unknown"))
_WORST: Final = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED, Verdict.BASELINED)
_SILENT: Final = "nothing that was read says so"


def worst(counts: Mapping[tuple[Verdict, Level], int]) -> str:
    """The verdict over a model, by how often each verdict of each level was given. As for a run, only rules of the
    level error fail a model or leave it undecided; a finding of the baseline counts as waived."""
    found = next((verdict for verdict in _WORST if counts.get((verdict, Level.ERROR))), None)
    if found is None:
        applies = any(verdict is not Verdict.NOT_APPLICABLE and number for (verdict, _), number in counts.items())
        found = Verdict.PASS if applies else Verdict.NOT_APPLICABLE
    return (Verdict.WAIVED if found is Verdict.BASELINED else found).value


class Shape(Struct, frozen=True, eq=False):
    """The facts that models have in common, as a table has them: `values` in the order of `SHARED`."""

    values: tuple[Any, ...]
    absent: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, facts: Mapping[str, tuple[Fact, ...]]) -> Shape:
        told = [(name, _told(name, facts.get(name))) for name in SHARED]
        return cls(
            tuple(None if isinstance(value, Unknown) or value is ABSENT else value for _, value in told),
            tuple(name for name, value in told if value is ABSENT),
            tuple((name, value.reason) for name, value in told if isinstance(value, Unknown)),
        )


def _told(name: str, said: tuple[Fact, ...] | None) -> Any:
    if not said:
        return Unknown(_SILENT)
    value = said[0].value
    if VOCABULARY[name].type is FactType.NUMBER and isinstance(value, int):
        return float(value)
    return value


class Rows:
    """Rows of the three tables. What rows have in common is kept once: most of the work is left to Arrow."""

    def __init__(self) -> None:
        self.given: dict[str, list[Any]] = {name: [] for name in _GIVEN}
        self.problems: list[Bad] = []
        self._shapes = _Pool()
        self._shape: list[int] = []
        self._reasons = _Pool()
        self._reason: list[int] = []
        self._reasons_to: list[int] = [0]
        self._reasons_of: dict[int, list[int]] = {}
        self._findings = _Pool()
        self._finding: list[int] = []
        self._messages = _Pool()
        self._message: list[int] = []
        self._of: list[str] = []

    def add(self, given: Mapping[str, Any], shape: Shape, named: Mapping[str, tuple[Fact, ...]]) -> None:
        """A model: `given` has the columns that are no facts, `named` the facts of its own."""
        columns = self.given
        for name, entry in given.items():
            columns[name].append(entry)
        at = self._shapes.at(shape)
        self._shape.append(at)
        reasons = self._reasons_of.get(at)
        if reasons is None:
            reasons = self._reasons_of[at] = [self._reasons.at(pair) for pair in shape.unknown]
        self._reason.extend(reasons)
        for name in NAMED:
            value = _told(name, named.get(name))
            if isinstance(value, Unknown):
                self._reason.append(self._reasons.at((name, value.reason)))
                value = None
            columns[name].append(None if value is ABSENT else value)
        self._reasons_to.append(len(self._reason))

    def find(self, id_: str, finding: Finding, message: str) -> None:
        """A finding that is kept."""
        self._of.append(id_)
        self._finding.append(self._findings.at(finding))
        self._message.append(self._messages.at(message))

    def tables(self) -> dict[str, pa.RecordBatch]:
        return {"models": self._models(), "findings": self._found(), "problems": self._met()}

    def _models(self) -> pa.RecordBatch:
        shapes: list[Shape] = self._shapes.entries
        shape = pa.array(self._shape, pa.int32())
        arrays: dict[str, pa.Array] = {name: _array(self.given[name], MODELS.field(name).type) for name in _GIVEN}
        for column, name in enumerate(SHARED):
            different = _array([each.values[column] for each in shapes], MODELS.field(name).type)
            arrays[name] = different.take(shape)
        arrays["absent"] = pa.array([each.absent for each in shapes], pa.list_(pa.string())).take(shape)
        reason = pa.array(self._reason, pa.int32())
        keys = pa.array([key for key, _ in self._reasons.entries], pa.string()).take(reason)
        words = _array([said for _, said in self._reasons.entries], pa.string()).take(reason)
        arrays["unknown"] = pa.MapArray.from_arrays(pa.array(self._reasons_to, pa.int32()), keys, words)
        return pa.RecordBatch.from_arrays([arrays[name] for name in MODELS.names], schema=MODELS)

    def _found(self) -> pa.RecordBatch:
        findings: list[Finding] = self._findings.entries
        at = pa.array(self._finding, pa.int32())
        different: dict[str, list[Any]] = {
            "rule": [each.rule for each in findings],
            "context": [each.context for each in findings],
            "verdict": [each.verdict.value for each in findings],
            "level": [each.level.value for each in findings],
            "fix": [each.fix for each in findings],
            "owner": [each.owner for each in findings],
            "missing": [each.missing for each in findings],
        }
        arrays = {name: _array(values, FINDINGS.field(name).type).take(at) for name, values in different.items()}
        arrays["id"] = _array(self._of, pa.string())
        arrays["message"] = _array(self._messages.entries, pa.string()).take(pa.array(self._message, pa.int32()))
        return pa.RecordBatch.from_arrays([arrays[name] for name in FINDINGS.names], schema=FINDINGS)

    def _met(self) -> pa.RecordBatch:
        columns: dict[str, list[Any]] = {
            "row": [each.row for each in self.problems],
            "id": [each.id for each in self.problems],
            "kind": [each.kind for each in self.problems],
            "message": [each.message for each in self.problems],
        }
        arrays = [_array(columns[name], PROBLEMS.field(name).type) for name in PROBLEMS.names]
        return pa.RecordBatch.from_arrays(arrays, schema=PROBLEMS)


class _Pool:
    """Things by their numbers, each once. Nouns are told apart by identity, words by what they say."""

    def __init__(self) -> None:
        self.entries: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def at(self, entry: Any) -> int:
        key = entry if isinstance(entry, str | tuple) else id(entry)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.entries)
            self.entries.append(entry)
        return number


def _array(values: Sequence[Any], type_: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type_)
    except UnicodeEncodeError:  # half of a pair of surrogates, as broken texts have them
        return pa.array([_encodable(value) for value in values], type_)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list | tuple):
        return type(value)(_encodable(each) for each in value)
    return value
