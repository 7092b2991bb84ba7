"""Territory in SQL is the algebra of `govscan.regions`."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import answers
from fakes.fleet_run import write_run
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from govscan.regions import countries

TOKENS = (
    "EU",
    "EEA",
    "DE",
    "FR",
    "GB",
    "UK",
    "US",
    "KR",
    "WORLD",
    "eu-central-1",
    "westeurope",
    "the Moon",
    "eu",
    " Eu ",
)
EXCLUDED = st.one_of(st.none(), st.lists(st.sampled_from(TOKENS), max_size=3, unique=True))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("places")


def expected(excluded: list[str] | None, asked: frozenset[str]) -> str:
    if excluded is None:
        return "undecided: territory not known"
    known = [countries(token) for token in excluded]
    covered = frozenset().union(*(each for each in known if each)) & asked
    if covered == asked:
        return "excluded"
    if covered:
        return "excluded in part"
    return "undecided: a place that is not known" if None in known else "not excluded"


@example(models=[["UK"]], asked="DE")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    models=st.lists(EXCLUDED, min_size=1, max_size=6), asked=st.sampled_from(["DE", "EU", "EEA", "US", "UK", "WORLD"])
)
def test_answers_are_those_of_the_algebra(place: Path, models: list[list[str] | None], asked: str) -> None:
    rows = [{"id": f"o/m{at}", "license.territory_excluded": excluded} for at, excluded in enumerate(models)]
    write_run(place, rows)
    found = countries(asked)
    assert found
    wanted = [expected(excluded, found) for excluded in models]
    summary = {row["answer"]: row["models"] for row in answers(place, "territory-summary", f"country={asked}")}
    assert summary == {answer: wanted.count(answer) for answer in set(wanted)}
    listed = {row["model"]: row["answer"] for row in answers(place, "territory", f"country={asked}")}
    assert listed == {
        f"o/m{at}": answer.partition(":")[0]
        for at, answer in enumerate(wanted)
        if answer not in ("not excluded", "undecided: territory not known")
    }
