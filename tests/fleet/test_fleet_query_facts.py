"""Questions over facts, findings and two runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking import answers
from fakes.fleet_run import write_run

from govscan.fleet.query import QUESTIONS, Kind
from govscan.vocabulary import VOCABULARY

TERRITORY = "license.territory_excluded"


def test_every_question_has_its_sql_and_runs_on_an_empty_fleet(tmp_path: Path) -> None:
    run = write_run(tmp_path, [])
    given = {Kind.PLACE: "DE", Kind.TEXT: "a/b", Kind.CONTEXT: "production", Kind.FOLDER: str(run)}
    for question in QUESTIONS:
        words = [f"{each.name}={given[each.kind]}" for each in question.parameters if each.default is None]
        rows = answers(run, question.name, *words)
        assert rows == [] or question.name in ("contexts",), question.name


def test_no_sql_is_without_its_question() -> None:
    import govscan.fleet.query

    files = {path.stem for path in (Path(govscan.fleet.query.__file__).parent / "sql").iterdir()}
    assert files == {question.name for question in QUESTIONS}
    assert len(files) == len(QUESTIONS)


def test_questions_name_facts_of_the_vocabulary_only() -> None:
    import re

    known = set(VOCABULARY)
    for question in QUESTIONS:
        named = set(re.findall(r"[\"']([a-z]+\.[a-z_]+)[\"']", question.sql))
        assert named <= known, question.name


def test_label_against_text(tmp_path: Path) -> None:
    run = write_run(
        tmp_path,
        [
            {"id": "a/same", "license.declared": "MIT", "license.detected": "MIT", "license.conflict": []},
            {"id": "b/differs", "license.declared": "MIT", "license.detected": "Apache-2.0"},
            {"id": "c/said", "license.declared": "MIT", "license.conflict": ["card: MIT; LICENSE: other"]},
            {"id": "d/label-only", "license.declared": "MIT"},
        ],
    )
    assert [row["model"] for row in answers(run, "label-against-text")] == ["b/differs", "c/said"]


@pytest.fixture
def territories(tmp_path: Path) -> Path:
    return write_run(
        tmp_path,
        [
            {"id": "a/eu", TERRITORY: ["EU", "GB", "KR"]},
            {"id": "b/de", TERRITORY: ["DE"]},
            {"id": "c/world", TERRITORY: []},
            {"id": "d/moon", TERRITORY: ["the Moon"]},
            {"id": "e/silent"},
            {"id": "f/none", "absent": [TERRITORY]},
            {"id": "g/both", TERRITORY: ["eea", "the Moon"]},
        ],
    )


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("DE", {"a/eu": "excluded", "b/de": "excluded", "g/both": "excluded", "d/moon": "undecided"}),
        ("eu-central-1", {"a/eu": "excluded", "b/de": "excluded", "g/both": "excluded", "d/moon": "undecided"}),
        ("EU", {"a/eu": "excluded", "b/de": "excluded in part", "g/both": "excluded", "d/moon": "undecided"}),
        ("EEA", {"a/eu": "excluded in part", "b/de": "excluded in part", "g/both": "excluded", "d/moon": "undecided"}),
        ("UK", {"a/eu": "excluded", "d/moon": "undecided", "g/both": "undecided"}),
        ("US", {"d/moon": "undecided", "g/both": "undecided"}),
    ],
)  # fmt: skip
def test_territory_knows_which_countries_lie_in_which_region(
    territories: Path, place: str, expected: dict[str, str]
) -> None:
    rows = answers(territories, "territory", f"country={place}")
    assert {row["model"]: row["answer"] for row in rows} == expected


def test_territory_summary_counts_every_model_and_never_takes_unknown_for_allowed(territories: Path) -> None:
    rows = answers(territories, "territory-summary", "country=US")
    assert {row["answer"]: row["models"] for row in rows} == {
        "not excluded": 4,  # a, b, c, and f, whose license is known to exclude none
        "undecided: a place that is not known": 2,
        "undecided: territory not known": 1,
    }
    rows = answers(territories, "territory-summary", "country=EU")
    assert {row["answer"]: row["models"] for row in rows} == {
        "excluded": 2, "excluded in part": 1, "not excluded": 2, "undecided: a place that is not known": 1,
        "undecided: territory not known": 1,
    }  # fmt: skip


def test_publishers(tmp_path: Path) -> None:
    country, publisher, family = "model.publisher_country", "model.publisher", "license.family"
    run = write_run(
        tmp_path,
        [
            {"id": "acme/a", publisher: "Acme Inc", country: ["US"], family: "llama", "verdict": "fail"},
            {"id": "acme/b", publisher: "Acme Inc", country: ["US"], family: "permissive"},
            {"id": "acme/c", publisher: "Acme Inc", country: ["US"], family: "permissive", "verdict": "unknown"},
            {"id": "someone/d"},
            {"id": "bare"},
        ],
    )
    rows = answers(run, "families-by-publisher")
    assert [(row["publisher"], row["family"], row["models"], row["failing"], row["undecided"]) for row in rows] == [
        ("Acme Inc", "permissive", 2, 0, 1),
        ("Acme Inc", "llama", 1, 1, 0),
        ("(not named)", "(not known)", 1, 0, 0),
        ("someone", "(not known)", 1, 0, 0),
    ]
    rows = answers(run, "publishers-by-country")
    assert [(row["country"], row["publisher"], row["models"]) for row in rows] == [
        ("US", "Acme Inc", 3),
        ("(not known)", "(not named)", 1),
        ("(not known)", "someone", 1),
    ]
    rows = answers(run, "unknown-facts")
    shares = {(row["publisher"], row["fact"]): (row["unknown"], row["models"], row["share"]) for row in rows}
    assert shares["Acme Inc", "license.detected"] == (3, 3, 1.0)
    assert ("Acme Inc", family) not in shares
    assert shares["someone", family] == (1, 1, 1.0)


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    return write_run(
        tmp_path / "now",
        [
            {"id": "a/fails", "verdict": "fail"},
            {"id": "b/open", "verdict": "unknown", "unknown": {"license.concluded": "the card names none"}},
            {"id": "c/warns", "verdict": "fail"},
            {"id": "d/fine"},
            {"id": "e/scanned", "repository": "shop"},
        ],
        [
            {"id": "a/fails", "rule": "commercial", "verdict": "fail"},
            {"id": "a/fails", "rule": "known", "verdict": "unknown", "missing": ["license.detected"]},
            {"id": "b/open", "rule": "known", "verdict": "unknown", "missing": ["license.concluded"]},
            {"id": "b/open", "rule": "commercial", "verdict": "waived"},
            {"id": "c/warns", "rule": "card", "verdict": "fail", "level": "warning"},
            {"id": "d/fine", "rule": "card", "verdict": "fail", "context": "research"},
        ],
        contexts=("production", "research", "idle"),
    )


def test_context_use(judged: Path) -> None:
    rows = answers(judged, "context-use", "context=production")
    assert [(row["model"], row["answer"], row["rules"], row["warnings"]) for row in rows] == [
        ("c/warns", "yes", [], 1),
        ("d/fine", "yes", [], 0),
        ("e/scanned", "no-finding", [], 0),  # whether anybody judged it in this context the tables do not tell
        ("b/open", "undecided", ["known"], 0),
        ("a/fails", "no", ["commercial", "known"], 0),
    ]
    rows = answers(judged, "context-use", "context=production", "answer=yes")
    assert [row["model"] for row in rows] == ["c/warns", "d/fine"]


def test_contexts_and_context_use_agree(judged: Path) -> None:
    for row in answers(judged, "contexts"):
        listed = [each["answer"] for each in answers(judged, "context-use", f"context={row['context']}")]
        assert {name: listed.count(name) for name in ("yes", "no", "undecided", "no-finding")} == {
            name: row[name.replace("-", "_")] for name in ("yes", "no", "undecided", "no-finding")
        }
        assert row["models"] == len(listed) == 5


def test_rules_and_reasons(judged: Path) -> None:
    rows = answers(judged, "rules")
    assert ("commercial", "production", 1, 0, 1) in [
        (row["rule"], row["context"], row["fails"], row["undecided"], row["waived"]) for row in rows
    ]
    rows = answers(judged, "undecided-reasons")
    assert [(row["fact"], row["reason"], row["models"], row["rules"]) for row in rows] == [
        ("license.concluded", "the card names none", 1, ["known"]),
        ("license.detected", "nothing that was read says so", 1, ["known"]),
    ]


def test_problems_and_duplicates(tmp_path: Path) -> None:
    run = write_run(
        tmp_path,
        [{"id": "a/x", "card_sha256": "11"}, {"id": "b/y", "card_sha256": "11"}, {"id": "c/z", "card_sha256": "22"}],
        problems=[{"row": 7, "id": "z", "kind": "malformed", "message": "late"},
                  {"row": 3, "id": "y", "kind": "malformed", "message": "early"}],
    )  # fmt: skip
    assert answers(run, "problems") == [{"kind": "malformed", "rows": 2, "first": "y", "example": "early"}]
    assert [(row["card_sha256"], row["models"], row["owners"]) for row in answers(run, "duplicate-cards")] == [
        ("11", 2, 2)
    ]


def test_policy_change(tmp_path: Path) -> None:
    def run(name: str, verdicts: dict[str, str], rules: dict[str, list[str]]) -> Path:
        models = [{"id": id_, "verdict": verdict} for id_, verdict in verdicts.items()]
        findings = [{"id": id_, "rule": rule, "verdict": "fail"} for id_, failed in rules.items() for rule in failed]
        return write_run(tmp_path / name, models, findings)

    before = run(
        "before",
        {"o/new": "pass", "o/fixed": "fail", "o/same": "pass", "o/rules": "fail", "o/open": "waived",
         "o/decided": "unknown", "o/lost": "fail", "o/gone": "pass"},
        {"o/fixed": ["r1"], "o/rules": ["r1", "r2"]},
    )  # fmt: skip
    now = run(
        "now",
        {"O/new": "fail", "o/fixed": "pass", "o/same": "pass", "o/rules": "fail", "o/open": "unknown",
         "o/decided": "pass", "o/lost": "unknown", "o/born": "fail"},
        {"O/new": ["r9"], "o/rules": ["r2", "r3"]},
    )  # fmt: skip
    rows = answers(now, "policy-change", f"before={before}")
    changes = {row["model"]: row["change"] for row in rows}
    assert changes == {
        "O/new": "newly failing", "o/fixed": "fixed", "o/rules": "other rules", "o/open": "newly undecided",
        "o/decided": "decided", "o/lost": "failed, now undecided", "o/born": "only in this run",
        "o/gone": "only in the run before",
    }  # fmt: skip
    assert rows[0]["model"] == "O/new"
    by_model = {row["model"]: row for row in rows}
    assert by_model["o/rules"]["fails_now"] == ["r3 in production"]
    assert by_model["o/rules"]["fails_no_more"] == ["r1 in production"]
    summary = answers(now, "policy-change-summary", f"before={before}")
    assert sum(row["models"] for row in summary) == 9
    assert {row["change"]: row["models"] for row in summary if row["change"] == "same verdict"} == {"same verdict": 1}
    came = {row["rule"]: (row["came"], row["went"]) for row in answers(now, "policy-change-rules", f"before={before}")}
    assert came == {"r1": (0, 2), "r3": (1, 0), "r9": (1, 0)}


def test_a_run_against_itself_changes_nothing(judged: Path) -> None:
    rows: list[dict[str, Any]] = answers(judged, "policy-change", f"before={judged}")
    assert rows == []
    assert {row["change"] for row in answers(judged, "policy-change-summary", f"before={judged}")} == {"same verdict"}
