"""What CI servers are told: each format is what its reader demands, whatever the scanned text holds."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import sample
import sample_comparison
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from govscan.comparison import Comparison, RecordChange
from govscan.errors import Problem, ProblemKind
from govscan.evaluate import load_policy
from govscan.finding import Verdict
from govscan.policy import Level
from govscan.reference import Location
from govscan.render import render, render_comparison
from govscan.render.annotations import SHOWN
from govscan.render.arrange import Standing
from govscan.render.markdown import LIMIT
from govscan.render.markdown_text import code, plain
from govscan.render.sarif import MAX_RESULTS
from govscan.render.sarif_rules import descriptor

REPORT = sample.sample()
COMPARISON = sample_comparison.comparison()
SCHEMAS = Path(__file__).parents[2] / "schemas"
HOSTILE = st.text(
    st.one_of(st.sampled_from("|`*_[]()<>#@:!\n\r%,&\\\"'=-~$^"), st.characters(codec="utf-8")), max_size=40
)


def sarif(comparison: Comparison | None = None) -> dict[str, Any]:
    made = render_comparison(comparison, "sarif") if comparison else render(REPORT, "sarif")
    return json.loads(made)["runs"][0]


def hostile(text: str, path: str) -> Comparison:
    """The comparison with a text wherever scanned text goes."""
    finding = COMPARISON.new[0]
    scout = COMPARISON.changes[0].after
    assert scout is not None
    identity = replace(scout.identity, name=text)
    place = Location(path or "x", 3)
    references = tuple(replace(reference, name=text, location=place) for reference in scout.references)
    model = replace(scout, identity=identity, references=references)
    bad = replace(finding, model=identity, message=text, fix=text, owner=text, references=references, context=text)
    after = replace(COMPARISON.after, models=(model,), findings=(bad,))
    changes = (replace(COMPARISON.changes[0], after=model),)
    records = (RecordChange(path, text, Verdict.FAIL),)
    problems = (Problem(path or "x", 1, ProblemKind.UNREADABLE, text),)
    return replace(
        COMPARISON, after=after, changes=changes, new=(bad,), fixed=(), unchanged=(), records=records,
        new_problems=problems, warnings=(text,),
    )  # fmt: skip


class TestSarif:
    @pytest.mark.parametrize("run", [sarif(), sarif(COMPARISON)])
    def test_what_github_demands(self, run: dict[str, Any]) -> None:
        """https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning"""
        rules = run["tool"]["driver"]["rules"]
        assert run["tool"]["driver"]["name"] == "govscan"
        assert run["automationDetails"]["id"].endswith("/")
        assert len({rule["id"] for rule in rules}) == len(rules)
        for rule in rules:
            assert 0 < len(rule["shortDescription"]["text"]) <= 1024
            assert 0 < len(rule["fullDescription"]["text"]) <= 1024
            assert rule["help"]["text"]
            assert rule["help"]["markdown"]
            assert len(rule["properties"]["tags"]) <= 20
            severity = rule["properties"].get("security-severity")
            assert severity is None or 0 < float(severity) <= 10
            assert rule.get("helpUri", "https://").startswith("https://")
        fingerprints = [result["partialFingerprints"]["govscan/v1"] for result in run["results"]]
        assert len(set(fingerprints)) == len(fingerprints)
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in ("error", "warning", "note")
            assert result["message"]["text"]
            (location,) = result["locations"]
            physical = location["physicalLocation"]
            uri = physical["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
            assert not uri.startswith("/")
            assert ":" not in uri.partition("/")[0]
            assert physical["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
            assert physical["region"]["startLine"] >= 1
            assert len(result.get("relatedLocations", [])) < 10

    def test_only_security_rules_have_a_severity(self) -> None:
        policy = load_policy(Path("govscan:security-review"), Path())
        found = [descriptor(rule.id, policy, Standing.FAIL) for rule in policy.rules]
        severe = {each["id"] for each in found if "security-severity" in each["properties"]}
        assert {"remote-code", "unsafe-formats"} <= severe
        assert not severe & {"commercial-use", "license-known", "license-territory"}
        assert all(("security" in each["properties"]["tags"]) == (each["id"] in severe) for each in found)

    def test_waived_results_are_left_out(self) -> None:
        waived = {finding.fingerprint for finding in REPORT.findings if finding.verdict is Verdict.WAIVED}
        assert waived
        shown = {result["partialFingerprints"]["govscan/v1"].partition(":")[0] for result in sarif()["results"]}
        assert not waived & shown
        assert len(shown - {"input-unreadable"}) == len({f.fingerprint for f in REPORT.findings if f.open})

    def test_new_and_unchanged(self) -> None:
        states = [result["baselineState"] for result in sarif(COMPARISON)["results"]]
        assert set(states) == {"new", "unchanged"}
        assert not any("baselineState" in result for result in sarif()["results"])

    def test_fingerprints_survive_moved_lines(self) -> None:
        def fingerprints(report: Any) -> set[str]:
            run = json.loads(render(report, "sarif"))["runs"][0]
            return {result["partialFingerprints"]["govscan/v1"] for result in run["results"]}

        def lower(finding: Any) -> Any:
            def moved(place: Location) -> Location:
                return Location(f"elsewhere/{place.path}", place.line + 7, place.column)

            references = tuple(replace(each, location=moved(each.location)) for each in finding.references)
            return replace(finding, references=references)

        moved = replace(REPORT, findings=tuple(map(lower, REPORT.findings)))
        assert fingerprints(moved) == fingerprints(REPORT)

    def test_too_many_are_cut_and_said(self) -> None:
        run = sarif(sample_comparison.many(MAX_RESULTS + 5))
        assert len(run["results"]) == MAX_RESULTS
        assert "were left out" in run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]

    def test_official_schema(self) -> None:
        """The schema of OASIS is not ours to carry; whoever has it can name it."""
        path = os.environ.get("GOVSCAN_SARIF_SCHEMA")
        if not path:
            pytest.skip("GOVSCAN_SARIF_SCHEMA names no copy of sarif-schema-2.1.0.json")
        schema = json.loads(Path(path).read_text(encoding="utf-8"))
        for made in (render(REPORT, "sarif"), render_comparison(COMPARISON, "sarif")):
            jsonschema.validate(json.loads(made), schema)


class TestGitHub:
    def test_one_command_a_line(self) -> None:
        lines = render_comparison(COMPARISON, "github").decode().splitlines()
        assert lines
        assert all(re.match(r"::(error|warning|notice) [^:]+::.", line) for line in lines)
        assert lines == sorted(lines, key=lambda line: ("error", "warning", "notice").index(line[2:].split(" ")[0]))

    def test_what_github_would_not_show_is_said(self) -> None:
        lines = render_comparison(sample_comparison.many(40), "github").decode().splitlines()
        errors = [line for line in lines if line.startswith("::error")]
        assert len(errors) == SHOWN
        assert "32 more, of license-territory, govscan-record" in errors[-1]

    @given(HOSTILE, HOSTILE)
    def test_no_text_makes_a_command(self, text: str, path: str) -> None:
        made = render_comparison(hostile(text, path), "github").decode()
        for line in made.split("\n")[:-1]:
            match = re.fullmatch(r"::(error|warning|notice) ([^\n]*?)::([^\n\r]*)", line)
            assert match
            names = [part.partition("=")[0] for part in match[2].split(",")]
            assert names in (["file", "line", "col", "title"], ["title"])


class TestJUnit:
    def test_counts(self) -> None:
        root = ET.fromstring(render(REPORT, "junit"))
        cases = root.findall(".//testcase")
        assert int(root.get("tests") or 0) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(root.get(name) or 0) == len(root.findall(f".//{tag}"))
        assert root.findall(".//failure")
        assert root.findall(".//error")
        assert root.findall(".//skipped")

    def test_what_was_there_is_skipped_unless_it_is_to_fail(self) -> None:
        old = COMPARISON.unchanged[0].rule
        suite = f".//testsuite[@name='{old}']"
        root = ET.fromstring(render_comparison(COMPARISON, "junit"))
        strict = ET.fromstring(render_comparison(replace(COMPARISON, judge_all=True), "junit"))
        assert not root.findall(f"{suite}//failure")
        assert strict.findall(f"{suite}//failure")

    def test_the_level_that_fails(self) -> None:
        few, many = (
            len(ET.fromstring(render_comparison(replace(COMPARISON, fail_on=level), "junit")).findall(".//failure"))
            for level in (Level.ERROR, Level.NOTE)
        )
        assert few < many

    @given(HOSTILE, HOSTILE)
    def test_any_text_is_well_formed(self, text: str, path: str) -> None:
        ET.fromstring(render_comparison(hostile(text, path), "junit"))


class TestGitLab:
    def test_what_gitlab_demands(self) -> None:
        rows = json.loads(render_comparison(COMPARISON, "gitlab"))
        assert rows
        assert len({row["fingerprint"] for row in rows}) == len(rows)
        for row in rows:
            assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
            assert row["description"]
            assert row["location"]["lines"]["begin"] >= 1
            assert not row["location"]["path"].startswith(("/", "./"))

    @given(HOSTILE, HOSTILE)
    def test_any_text_is_json(self, text: str, path: str) -> None:
        json.loads(render_comparison(hostile(text, path), "gitlab"))
        json.loads(render_comparison(hostile(text, path), "sarif"))


class TestJson:
    def test_schema(self) -> None:
        schema = json.loads((SCHEMAS / "gate.schema.json").read_text(encoding="utf-8"))
        for made in (COMPARISON, sample_comparison.calm()):
            jsonschema.validate(json.loads(render_comparison(made, "json")), schema)

    def test_the_schema_is_the_one_that_the_code_gives(self) -> None:
        from govscan.render.shape_gate import schema

        assert json.loads((SCHEMAS / "gate.schema.json").read_text(encoding="utf-8")) == schema()


def rendered(markdown: str) -> str:
    return MarkdownIt("gfm-like", {"linkify": False}).render(markdown)


def tags(page: str) -> Iterator[str]:
    yield from re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", page)


OWN = {"h2", "h3", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "br", "sub", "ul", "li"}


class TestMarkdown:
    @pytest.mark.parametrize(("number", "length"), [(100, 10), (3000, 10), (3000, 5000)])
    def test_within_the_limits(self, number: int, length: int) -> None:
        wordy = sample_comparison.many(number)
        new = tuple(replace(finding, message="long " * length, fix="more " * length) for finding in wordy.new)
        after = replace(wordy.after, findings=new)
        made = render_comparison(replace(wordy, after=after, new=new), "markdown").decode()
        assert len(made) <= LIMIT
        assert "govscan: this change is against the policy" in made[:200]
        assert ("_Cut to fit" in made) == (length == 5000)
        assert f"{number - 60:,} changed models more" in made
        assert made.count("<details>") == made.count("</details>")

    def test_one_row_a_model(self) -> None:
        made = render_comparison(COMPARISON, "markdown").decode()
        assert rendered(made).count("<tr>") == 1 + len(COMPARISON.changes)

    def test_verdict_commit_and_policy(self) -> None:
        made = render_comparison(COMPARISON, "markdown").decode()
        assert sample_comparison.HEAD[:12] in made
        assert COMPARISON.after.policy.digest[:12] in made

    @given(HOSTILE)
    def test_any_text_reads_as_it_is(self, text: str) -> None:
        page = rendered(f"x {plain(text)} y")
        assert set(tags(page)) <= {"p"}
        shown = html.unescape(re.sub(r"</?p>", "", page)).strip()
        from govscan.render.escape import shortened

        assert shown == f"x {shortened(' '.join(text.split()), 300)} y".replace("  ", " ") or not text.strip()

    @given(HOSTILE, HOSTILE)
    def test_no_text_makes_markup(self, text: str, path: str) -> None:
        made = render_comparison(hostile(text, path), "markdown").decode()
        page = rendered(made)
        assert set(tags(page)) <= OWN | {"details", "summary", "em"}
        assert page.count("<tr>") == 2
        assert "](" not in made
        assert "@" not in re.sub(r"&#64;", "", made)

    @pytest.mark.parametrize(
        "text", ["@team", "#12", "!34", "https://evil.example", "www.evil.example", ":tada:", "~bug"]
    )
    def test_nothing_pings_or_links(self, text: str) -> None:
        assert text not in plain(text)
        assert text not in code(text)
