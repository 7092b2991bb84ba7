"""What the terminal says first, what it leaves out, and how wide it is."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import sample
from msgspec import structs
from sample_parts import digest

from govscan.finding import Verdict
from govscan.render import render, render_why
from govscan.render.arrange import Standing, by_owner, counts, merged, sheets, standing_of
from govscan.report import Report


def lines(report: Report, **options: bool | int) -> list[str]:
    return render(report, "terminal", **options).decode().splitlines()  # type: ignore[arg-type]


def test_the_verdict_comes_first() -> None:
    assert lines(sample.sample(), width=200)[0].startswith(
        "FAIL: 7 models, 4 errors, 2 undecided, 1 warning, 1 waived in 1,280 files (312 read)"
    )
    assert lines(sample.clean())[0].startswith("PASS: 1 model, 0 errors")
    assert lines(sample.empty())[0] == "PASS: no models found in 17 files (9 read)"


def test_an_unreadable_input_is_not_a_pass() -> None:
    report = structs.replace(sample.clean(), problems=sample.sample().problems)
    first = lines(report, width=200)[0]
    assert first.startswith("UNDECIDED:")
    assert first.endswith("2 inputs could not be read")


def test_brief_is_one_line_when_all_passes() -> None:
    for report in (sample.clean(), sample.empty()):
        assert len(lines(report, brief=True, width=40)) == 1
    warned = structs.replace(sample.clean(), warnings=("Waiver W-3 expired.",))
    assert any("W-3" in line for line in lines(warned, brief=True))


def test_brief_leaves_out_only_what_needs_no_work() -> None:
    text = "\n".join(lines(sample.sample(), brief=True))
    assert "Llama-4-Scout" in text
    assert "internal-7b" in text
    assert "Qwen3-8B" not in text
    assert "Ministral" not in text


def test_models_come_worst_first() -> None:
    assert [sheet.standing for sheet in sheets(sample.sample())] == [
        Standing.FAIL,
        Standing.FAIL,
        Standing.FAIL,
        Standing.UNDECIDED,
        Standing.NOTE,
        Standing.PASS,
        Standing.UNJUDGED,
    ]


def test_a_model_without_an_applicable_rule_is_not_called_a_pass() -> None:
    skipped = [f for f in sample.sample().findings if f.verdict is Verdict.NOT_APPLICABLE]
    assert standing_of(()) is standing_of(skipped) is Standing.UNJUDGED
    passed = next(f for f in sample.sample().findings if f.verdict is Verdict.PASS)
    assert standing_of([*skipped, passed]) is Standing.PASS


def test_equal_findings_are_said_once() -> None:
    report = sample.sample()
    rows = merged(f for f in report.findings if f.rule == "data-residency" and f.model.name == "qwen-max")
    assert [row.contexts for row in rows] == [("production", "research")]
    other = structs.replace(rows[0].finding, message="Something else.", context="lab")
    assert len(merged([rows[0].finding, other])) == 2
    assert sum("data-residency in production, research" in line for line in lines(report)) == 1


def test_the_deciding_fact_has_its_place() -> None:
    text = " ".join(" ".join(lines(sample.sample())).split())
    assert "license.territory_excluded = [EU] (models/LICENSE:52-53)" in text
    assert "approval legal" in text
    assert "govscan.yaml:40: Cards are checked by the model risk team." in text


def test_a_fact_that_the_message_carries_is_not_repeated() -> None:
    text = "\n".join(lines(sample.sample()))
    assert "model.revision_pinned is false (services/chat/app.py:14)" in text
    assert "model.revision_pinned = false" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_lines_are_as_wide_as_asked_where_words_allow(width: int) -> None:
    for line in lines(sample.sample(), width=width):
        # A longer line may only hold a single word after its symbol, label or indent.
        cells = sum(2 if "\u4e00" <= character <= "\u9fff" else 1 for character in line)
        assert cells <= width or len(line.split()) <= 2, line


def test_color_changes_nothing_but_color() -> None:
    plain, painted = (render(sample.sample(), "terminal", color=color).decode() for color in (False, True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


def test_a_huge_name_is_cut() -> None:
    report = sample.clean()
    model = report.models[0]
    long = structs.replace(model.identity, name="x" * 1_000_000)
    huge = structs.replace(report, models=(structs.replace(model, identity=long),), findings=())
    assert len(render(huge, "terminal")) < 3_000
    assert len(render_why(huge, huge.models[0])) < 20_000


def test_why_tells_every_fact_source_and_document() -> None:
    report = sample.sample()
    model = next(m for m in report.models if m.identity.name.startswith("meta-llama"))
    text = " ".join(render_why(report, model, width=200).decode().split())
    for name in model.facts.statements:
        assert name in text
    assert "against allowed; models/README.md:88 (prose), confidence 0.40" in text
    assert digest("license") in text
    assert "required: apart from license.territory_excluded = [EU] (models/LICENSE:52-53) -> does not hold" in text
    assert "✓ pass commercial-use in production" in text


def test_work_is_grouped_by_owner_and_the_unowned_comes_last() -> None:
    groups = by_owner(sheets(sample.sample()))
    assert list(groups) == ["legal", "platform", "privacy", "security", ""]
    assert all(row.open for work in groups.values() for _, row in work)


def test_counts_follow_the_exit_code() -> None:
    figures, report = counts(sample.sample()), sample.sample()
    assert (figures.errors, figures.undecided, figures.warnings, figures.notes, figures.waived) == (4, 2, 1, 1, 1)
    assert report.exit_code == 1


def test_the_hook_loads_no_heavy_library() -> None:
    code = (
        "import sys, sample; from govscan.render import render; render(sample.sample(), 'terminal');"
        "print(*sorted({'pydantic', 'jinja2', 'jsonschema', 'yaml', 'click', 'json'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=sample.__file__.rpartition("/")[0]
    )
    assert done.stdout.strip() == ""
