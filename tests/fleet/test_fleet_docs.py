"""What users copy from docs/fleet.md works: every question is there, every command and statement runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import duckdb
import pytest
from fakes.fleet_run import write_run

from govscan.cli import run as govscan
from govscan.fleet.columns import SCHEMAS
from govscan.fleet.names import NAMES
from govscan.fleet.query import QUESTIONS
from govscan.vocabulary import VOCABULARY

PAGE = (Path(__file__).parents[2] / "docs" / "fleet.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:^    .*\n)+", PAGE, re.MULTILINE)
CODE = [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip() for block in BLOCKS]
COMMANDS = [line for block in CODE for line in block.splitlines() if line.startswith("govscan fleet query ")]
STATEMENTS = [
    *(block for block in CODE if re.match(r"(?:--.*\n)?SELECT", block)),
    *re.findall(r'^duckdb -c "(.*)"$', "\n".join(CODE), re.MULTILINE),
]


@pytest.fixture(autouse=True)
def fleets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = [
        {"id": "meta/base", "license.concluded": "LicenseRef-llama", "license.mau_threshold": 7e8},
        {"id": "a/child", "license.concluded": "MIT", "license.family": "permissive", "base_models": ["meta/base"]},
        {"id": "b/silent", "verdict": "unknown"},
    ]
    for name in ("fleet", "fleet-of-last-week", "fleet-now", "fleet-draft"):
        write_run(tmp_path / name, models)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_run(line: str) -> None:
    assert govscan(shlex.split(line)[1:]) == 0


@pytest.mark.parametrize("sql", STATEMENTS)
def test_statements_run_in_duckdb(sql: str) -> None:
    with duckdb.connect() as connection:
        assert connection.execute(sql).fetchall()


def test_there_is_something_to_run() -> None:
    assert len(COMMANDS) >= 6
    assert len(STATEMENTS) >= 3


def test_every_question_and_column_is_told() -> None:
    for question in QUESTIONS:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{question.name}` |"))
        assert row.endswith(f"| {question.description} |")
        for parameter in question.parameters:
            assert f"`{parameter.name}`" in row
            assert all(choice in row for choice in parameter.choices)
    for name, schema in SCHEMAS.items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}.parquet` |"))
        assert all(f"`{column}`" in row for column in schema.names if column not in VOCABULARY)
    for name, others in NAMES.items():
        row = next(line for line in PAGE.splitlines() if re.match(rf"\| [^|]*`{name}`[^|]* \|", line))
        assert all(f"`{other}`" in row for other in others)
