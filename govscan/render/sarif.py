"""A report as SARIF 2.1.0 (OASIS), as GitHub code scanning takes it
(https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from govscan.comparison import Comparison
from govscan.reference import Location
from govscan.render.arrange import Standing
from govscan.render.results import Result, level_of, ranked, results
from govscan.render.sarif_rules import descriptor
from govscan.report import Report

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS: Final = 5_000
"""GitHub keeps so many results of a run, the most severe ones; it refuses files with more than 25,000."""

MAX_PLACES: Final = 10
CATEGORY: Final = "govscan/"


def render_sarif(report: Report, comparison: Comparison | None = None) -> bytes:
    """UTF-8 JSON with one run. What is waived or in the baseline is left out. With a comparison all open findings of
    the head are in it, each with whether it is new: GitHub would close the alerts that a file lacks."""
    found = ranked(results(report, comparison))
    kept = found[:MAX_RESULTS]
    rules = sorted({each.rule for each in kept})
    numbers = {rule: number for number, rule in enumerate(rules)}
    left_out = len(found) - len(kept)
    notes = [
        {"level": "error", "message": {"text": str(each.text)}, "locations": [_location(each.places[0])]}
        for each in kept
        if each.rule == "input-unreadable"
    ]
    if left_out:
        notes.append(
            {"level": "warning", "message": {"text": f"{left_out} lesser results were left out of this file."}}
        )
    run = {
        "tool": {
            "driver": {
                "name": "govscan",
                "semanticVersion": report.version,
                "rules": [descriptor(rule, report.policy, _worst(rule, kept)) for rule in rules],
            }
        },
        "automationDetails": {"id": CATEGORY},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The top of the repository."}}},
        "invocations": [{"executionSuccessful": not notes, "toolExecutionNotifications": notes}],
        "results": [_result(each, numbers[each.rule], comparison is not None) for each in kept],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=True).encode() + b"\n"


def _worst(rule: str, found: Sequence[Result]) -> Standing:
    return min((each.standing for each in found if each.rule == rule), key=lambda standing: standing.rank)


def _result(result: Result, number: int, compared: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "ruleId": result.rule,
        "ruleIndex": number,
        "level": str(level_of(result.standing)),
        "message": {"text": result.text},
        "locations": [_location(result.places[0])],
        "partialFingerprints": {"govscan/v1": result.fingerprint},
    }
    if len(result.places) > 1:
        others = enumerate(result.places[1:MAX_PLACES], 1)
        said["relatedLocations"] = [
            {"id": id_, **_location(place), "message": {"text": "used here as well"}} for id_, place in others
        ]
    if compared:
        said["baselineState"] = "new" if result.fresh else "unchanged"
    return said


def _location(place: Location) -> dict[str, Any]:
    address = quote(place.path.encode("utf-8", "surrogateescape"), safe="/")
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": address, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)},
        }
    }
