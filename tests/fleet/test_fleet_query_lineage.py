"""Questions over the graph of base models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from asking import answers
from fakes.fleet_run import Row, write_run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govscan.fleet.query import arguments_of, ask, open_fleet, question_named

MERGED = ("bob/grandchild-GGUF", "eve/merge")  # the second is the model itself


def licensed(id_: str, license_: str | None, use: str | None, family: str | None, bases: Sequence[str] = ()) -> Row:
    """A model with the facts that the questions of drift compare."""
    return {
        "id": id_,
        "license.concluded": license_,
        "license.commercial_use": use,
        "license.family": family,
        "base_models": list(bases),
    }


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """A base, a child that keeps its license, a grandchild that loosens it, and relatives of theirs."""
    return write_run(
        tmp_path / "run",
        [
            licensed("meta/Base", "LicenseRef-llama", "conditional", "llama"),
            licensed("ann/child", "LicenseRef-llama", "conditional", "llama", ["meta/base"]),
            licensed("bob/grandchild-GGUF", "Apache-2.0", "allowed", "permissive", [" ann/child "]),
            licensed("cy/strict", "CC-BY-NC-4.0", "prohibited", "creative-commons", ["meta/Base"]),
            licensed("dee/silent", None, None, None, ["meta/Base", "gone/away"]),
            licensed(
                "eve/merge", "Apache-2.0", "allowed", "permissive", ["bob/grandchild-GGUF", "eve/merge", "gone/away"]
            ),
        ],
    )


def test_license_drift_goes_over_generations(family: Path) -> None:
    rows = answers(family, "license-drift")
    found = {(row["model"], row["ancestor"], row["generation"], row["change"]) for row in rows}
    assert found == {
        ("bob/grandchild-GGUF", "ann/child", 1, "loosened"),
        ("bob/grandchild-GGUF", "meta/Base", 2, "loosened"),
        ("eve/merge", "ann/child", 2, "loosened"),
        ("eve/merge", "meta/Base", 3, "loosened"),
        ("cy/strict", "meta/Base", 1, "tightened"),
    }
    assert [row["change"] for row in rows] == ["loosened"] * 4 + ["tightened"]


def test_license_drift_can_be_narrowed(family: Path) -> None:
    assert {row["model"] for row in answers(family, "license-drift", "change=tightened")} == {"cy/strict"}
    near = answers(family, "license-drift", "generations=1", "change=loosened")
    assert [(row["model"], row["ancestor"]) for row in near] == [("bob/grandchild-GGUF", "ann/child")]


def test_a_permissive_family_over_another_is_loosened_whatever_its_commercial_use(tmp_path: Path) -> None:
    run = write_run(
        tmp_path,
        [
            licensed("a/rail", "LicenseRef-rail", "allowed", "rail"),
            licensed("b/mit", "MIT", "allowed", "permissive", ["a/rail"]),
            licensed("c/other", "LicenseRef-other", None, "other", ["a/rail"]),
        ],
    )
    assert {row["model"]: row["change"] for row in answers(run, "license-drift")} == {
        "b/mit": "loosened",
        "c/other": "replaced",
    }


def test_drift_pairs_count_parents_and_children(family: Path) -> None:
    rows = answers(family, "drift-pairs")
    pairs = {(row["parent_license"], row["child_license"]): (row["pairs"], row["same"]) for row in rows}
    assert pairs == {
        ("LicenseRef-llama", "LicenseRef-llama"): (1, True),
        ("LicenseRef-llama", "Apache-2.0"): (1, False),
        ("LicenseRef-llama", "CC-BY-NC-4.0"): (1, False),
        ("LicenseRef-llama", "(not known)"): (1, None),
        ("Apache-2.0", "Apache-2.0"): (1, True),
    }


def test_descendants_of_a_model_that_is_withdrawn(family: Path) -> None:
    rows = answers(family, "descendants", "model=META/base")
    assert [(row["model"], row["generation"], row["made_from"]) for row in rows] == [
        ("ann/child", 1, "meta/Base"),
        ("cy/strict", 1, "meta/Base"),
        ("dee/silent", 1, "meta/Base"),
        ("bob/grandchild-GGUF", 2, "ann/child"),
        ("eve/merge", 3, "bob/grandchild-GGUF"),
    ]
    # A model that is not in the set may have children in it.
    assert [row["model"] for row in answers(family, "descendants", "model=gone/away")] == ["dee/silent", "eve/merge"]
    assert answers(family, "descendants", "model=nobody/nothing") == []


def test_missing_bases_are_counted_by_the_models_that_need_them(family: Path) -> None:
    assert answers(family, "missing-bases") == [{"base_model": "gone/away", "children": 2, "example": "dee/silent"}]


def test_base_conflicts_are_listed_one_by_one(tmp_path: Path) -> None:
    run = write_run(
        tmp_path,
        [{"id": "a/x", "license.concluded": "MIT", "lineage.base_conflict": ["claims MIT: two", "claims MIT: one"]},
         {"id": "b/y", "lineage.base_conflict": []}, {"id": "c/z"}],
    )  # fmt: skip
    rows = answers(run, "base-conflicts")
    assert [(row["model"], row["conflict"]) for row in rows] == [("a/x", "claims MIT: one"), ("a/x", "claims MIT: two")]


_GRAPHS = st.lists(st.lists(st.integers(0, 7), max_size=3), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graph")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=_GRAPHS, generations=st.integers(1, 5))
def test_drift_and_descendants_are_what_a_walk_finds(place: Path, graph: list[list[int]], generations: int) -> None:
    """On graphs with cycles, merges, and models that name themselves; every model has a license of its own."""
    names = [f"org/m{at}" for at in range(8)]
    models = [
        licensed(names[at], f"LicenseRef-{at}", "allowed", "other", [names[base] for base in bases])
        for at, bases in enumerate(graph)
    ]
    write_run(place, models)
    expected = {
        (names[at], names[above], far)
        for at in range(len(graph))
        for above, far in _ancestors(graph, at, generations).items()
        if above < len(graph)
    }
    with open_fleet(place) as fleet:
        question = question_named("license-drift")
        columns, rows = ask(fleet, question, arguments_of(question, [f"generations={generations}"])).fetched()
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        assert {(row["model"], row["ancestor"], row["generation"]) for row in found} == expected
        assert len(found) == len(expected)
        question = question_named("descendants")
        for above in range(8):
            words = [f"model={names[above]}", f"generations={generations}"]
            columns, rows = ask(fleet, question, arguments_of(question, words)).fetched()
            below = {(row[0], row[1]) for row in rows}
            assert below == {
                (names[at], far)
                for at in range(len(graph))
                for ancestor, far in _ancestors(graph, at, generations).items()
                if ancestor == above
            }


def _ancestors(graph: list[list[int]], start: int, generations: int) -> dict[int, int]:
    """How many generations up each ancestor is, by breadth."""
    found: dict[int, int] = {}
    level = {start}
    for far in range(1, generations + 1):
        level = {base for at in level if at < len(graph) for base in graph[at]} - found.keys() - {start}
        found |= dict.fromkeys(level, far)
    return found
