"""Workflow commands of GitHub Actions: each finding as a note on its line of the change
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands)."""

from __future__ import annotations

from collections.abc import Mapping

from govscan.comparison import Comparison
from govscan.policy import Level
from govscan.render.escape import visible
from govscan.render.results import Result, level_of, ranked, results
from govscan.report import Report

SHOWN = 10
"""Annotations of one level that GitHub shows for a step."""

COMMANDS: Mapping[Level, str] = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def render_github(report: Report, comparison: Comparison | None = None) -> bytes:
    """One command a line, the worst first; what GitHub would not show is said in the last one of its level."""
    fresh = [
        each for each in ranked(results(report, comparison)) if each.fresh or (comparison and comparison.judge_all)
    ]
    lines = []
    for level, command in COMMANDS.items():
        rows = [each for each in fresh if level_of(each.standing) is level]
        if len(rows) <= SHOWN:
            lines += [_line(command, each) for each in rows]
            continue
        lines += [_line(command, each) for each in rows[: SHOWN - 1]]
        rules = ", ".join(dict.fromkeys(each.rule for each in rows[SHOWN - 1 :]))
        rest = f"{len(rows) - SHOWN + 1} more, of {rules}; see the job summary"
        lines.append(f"::{command} title=govscan::{_message(rest)}")
    return "".join(f"{line}\n" for line in lines).encode()


def _line(command: str, result: Result) -> str:
    place = result.places[0]
    properties = {
        "file": place.path,
        "line": str(max(place.line, 1)),
        "col": str(max(place.column, 1)),
        "title": f"govscan {result.rule}",
    }
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {shown}::{_message(result.text)}"


def _message(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
