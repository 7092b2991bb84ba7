"""A history of sixty commits, each gated beside its first parent; the case file says what has to come out."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from fakes.repository import Repository

from govscan.comparison import ChangeKind, Comparison
from govscan.gate.run import GateRequest, gate
from govscan.policy import Level

CASE = yaml.safe_load((Path(__file__).parents[1] / "cases" / "gate" / "history.yaml").read_text(encoding="utf-8"))
SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}
NOW = dt.date(2026, 2, 1)


def carry_out(repository: Repository, operation: dict[str, Any]) -> str | None:
    """One operation; the commit that it made by itself, if it made one."""
    ((name, value),) = operation.items()
    match name:
        case "write":
            repository.write({path: CASE["texts"][text] for path, text in value.items()})
        case "remove":
            for path in value:
                place = repository.folder / path
                shutil.rmtree(place) if place.is_dir() else place.unlink()
        case "move":
            target = repository.folder / value[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            (repository.folder / value[0]).rename(target)
        case "branch":
            repository.git("checkout", "-q", "-b", value)
        case "checkout":
            repository.git("checkout", "-q", value)
        case "reset":
            repository.git("reset", "-q", "--hard", value)
        case "submodule":
            repository.git("commit", "-q", "--allow-empty", "-m", "before")
            repository.submodule(value, "1" * 40)
            repository.git("commit", "-q", "-m", "submodule")
            return repository.git("rev-parse", "HEAD")
        case "merge":
            return repository.merge(*value)
        case "revert" | "revert-merge":
            repository.git("revert", "--no-edit", *(["-m", "1"] if name == "revert-merge" else []), value)
            return repository.git("rev-parse", "HEAD")
        case "amend":
            carry_out(repository, {"write": value})
            repository.git("commit", "-q", "-a", "--amend", "-m", "amended")
            return repository.git("rev-parse", "HEAD")
        case _:
            raise AssertionError(name)
    return None


def observed(comparison: Comparison) -> dict[str, Any]:
    """A comparison in the words of the case file."""
    changes = [
        f"{SIGNS[change.kind]} {(change.after or change.before).identity.name}"  # type: ignore[union-attr]
        + (f": {', '.join(each.what for each in change.differences)}" if change.differences else "")
        for change in comparison.changes
    ]
    found: dict[str, Any] = {"exit": comparison.exit_code, "models": changes}
    for name in ("new", "fixed"):
        rules = [f"{each.rule} {each.model.name}" for each in getattr(comparison, name) if each.level is Level.ERROR]
        found[name] = sorted(set(rules))
    return {name: value for name, value in found.items() if value}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Comparison]]:
    repository = Repository(tmp_path_factory.mktemp("history") / "repository")
    repository.commit("root")
    found = []
    for number, step in enumerate(CASE["steps"]):
        commit = None
        for operation in step["do"]:
            commit = carry_out(repository, operation)
        commit = commit or repository.commit(f"step {number}")
        request = GateRequest(repository.folder, f"{commit}^1", commit, merge_base=False, offline=True, now=NOW)
        found.append(gate(request))
    yield found


def test_there_are_sixty() -> None:
    assert len(CASE["steps"]) == 60


@pytest.mark.parametrize("number", range(len(CASE["steps"])))
def test_step(number: int, outcomes: list[Comparison]) -> None:
    expected = dict(CASE["steps"][number].get("expect", {}))
    said = expected.pop("says", [])
    comparison = outcomes[number]
    assert observed(comparison) == expected
    text = "\n".join([*(record.sentence for record in comparison.records), *comparison.warnings])
    for words in said:
        assert words in text
    if not said:
        assert not text
