"""A report as GitLab's code quality artifact (https://docs.gitlab.com/ci/testing/code_quality/)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from govscan.comparison import Comparison
from govscan.render.arrange import Standing
from govscan.render.escape import visible
from govscan.render.results import Result, results
from govscan.report import Report

SEVERITIES: Mapping[Standing, str] = {
    Standing.FAIL: "critical",
    Standing.UNDECIDED: "major",
    Standing.WARNING: "minor",
    Standing.NOTE: "info",
}


def render_gitlab(report: Report, comparison: Comparison | None = None) -> bytes:
    """UTF-8 JSON. Everything open is in it, with a comparison as well: GitLab compares two artifacts by itself."""
    rows = [_row(each) for each in results(report, comparison)]
    return json.dumps(rows, indent=2, ensure_ascii=True).encode() + b"\n"


def _row(result: Result) -> dict[str, object]:
    place = result.places[0]
    return {
        "description": result.text[:2000],
        "check_name": result.rule,
        "fingerprint": hashlib.sha256(result.fingerprint.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": SEVERITIES[result.standing],
        "location": {"path": visible(place.path), "lines": {"begin": max(place.line, 1)}},
    }
