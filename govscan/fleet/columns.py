"""The tables of a fleet: facts and findings enter, Arrow tables leave.

`models` has a column for every fact outside `context.`; null means that nobody knows it, or that it is known to be
absent: `absent` and `unknown` tell which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from govscan.facts import ABSENT, VOCABULARY, Fact, FactType, Unknown
from govscan.finding import Finding, Verdict
from govscan.fleet.task import Bad
from govscan.policy import Level

_TYPES: Final[Mapping[FactType, pa.DataType]] = {
    FactType.TEXT: pa.string(),
    FactType.FLAG: pa.bool_(),
    FactType.NUMBER: pa.float64(),
    FactType.TEXTS: pa.list_(pa.string()),
    FactType.REGIONS: pa.list_(pa.string()),
}
FACTS: Final = tuple(name for name in VOCABULARY if not name.startswith("context."))

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

_WORST: Final = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED, Verdict.BASELINED)
_NUMBERS: Final = frozenset(name for name in FACTS if VOCABULARY[name].type is FactType.NUMBER)
_SILENT: Final = "nothing that was read says so"


def worst(counts: Mapping[tuple[Verdict, Level], int]) -> str:
    """The verdict over a model, by how often each verdict of each level was given. As for a run, only rules of the
    level error fail a model or leave it undecided; a finding of the baseline counts as waived."""
    found = next((verdict for verdict in _WORST if counts.get((verdict, Level.ERROR))), None)
    if found is None:
        applies = any(verdict is not Verdict.NOT_APPLICABLE and number for (verdict, _), number in counts.items())
        found = Verdict.PASS if applies else Verdict.NOT_APPLICABLE
    return (Verdict.WAIVED if found is Verdict.BASELINED else found).value


class Rows:
    """Rows of the three tables, gathered column by column."""

    def __init__(self) -> None:
        self.models: dict[str, list[Any]] = {name: [] for name in MODELS.names}
        self.findings: dict[str, list[Any]] = {name: [] for name in FINDINGS.names}
        self.problems: list[Bad] = []
        self._facts = [(name, self.models[name].append, name in _NUMBERS) for name in FACTS]

    def add(self, given: Mapping[str, Any], facts: Mapping[str, tuple[Fact, ...]]) -> None:
        """A model: `given` has the columns that are no facts, but for `absent` and `unknown`."""
        absent: list[str] = []
        unknown: list[tuple[str, str]] = []
        for name, append, number in self._facts:
            said = facts.get(name)
            if said is None:
                unknown.append((name, _SILENT))
                append(None)
                continue
            value = said[0].value
            if value is ABSENT:
                absent.append(name)
                append(None)
            elif isinstance(value, Unknown):
                unknown.append((name, value.reason))
                append(None)
            else:
                append(float(value) if number else value)  # type: ignore[arg-type]
        models = self.models
        for name, entry in given.items():
            models[name].append(entry)
        models["absent"].append(absent)
        models["unknown"].append(unknown)

    def find(self, id_: str, finding: Finding) -> None:
        """A finding that is kept."""
        columns = self.findings
        columns["id"].append(id_)
        columns["rule"].append(finding.rule)
        columns["context"].append(finding.context)
        columns["verdict"].append(finding.verdict.value)
        columns["level"].append(finding.level.value)
        columns["message"].append(finding.message)
        columns["fix"].append(finding.fix)
        columns["owner"].append(finding.owner)
        columns["missing"].append(finding.missing)

    def tables(self) -> dict[str, pa.RecordBatch]:
        problems: dict[str, Sequence[Any]] = {
            "row": [each.row for each in self.problems],
            "id": [each.id for each in self.problems],
            "kind": [each.kind for each in self.problems],
            "message": [each.message for each in self.problems],
        }
        rows: dict[str, Mapping[str, Sequence[Any]]] = {
            "models": self.models,
            "findings": self.findings,
            "problems": problems,
        }
        return {name: _batch(columns, SCHEMAS[name]) for name, columns in rows.items()}


def _batch(columns: Mapping[str, Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    arrays = [_array(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


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
