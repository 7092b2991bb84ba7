"""The summary of a fleet as one HTML file, with the look of a report: no network, no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from govscan.render.html import page

_TONES: Final = {
    "pass": "pass",
    "fail": "fail",
    "unknown": "undecided",
    "waived": "waived",
    "baselined": "waived",
    "not-applicable": "unjudged",
}
_NAMES: Final = {
    "pass": "Pass",
    "fail": "Fail",
    "unknown": "Undecided",
    "waived": "Waived",
    "baselined": "In the baseline",
    "not-applicable": "Not judged",
}
_ORDER: Final = ("fail", "unknown", "waived", "baselined", "pass", "not-applicable")
_GROUPS: Final = {"publisher": "Publishers", "license": "Licenses", "family": "Families of licenses"}
_KINDS: Final = {"cards": "Model cards", "heads": "Front matters", "licenses": "License texts"}
_OUTCOMES: Final = {0: ("pass", "Pass"), 1: ("fail", "Fail"), 3: ("undecided", "Undecided")}
_BARS: Final = 25


def render_fleet(summary: Mapping[str, Any]) -> bytes:
    """UTF-8 HTML of what `summary.json` says; the same bytes for the same summary."""
    outcome, word = _OUTCOMES[summary["exit_code"]]
    groups = summary["groups"]
    shown = {
        "fleet": summary,
        "outcome": outcome,
        "outcome_word": word,
        "sentence": _sentence(summary),
        "tones": _TONES,
        "names": _NAMES,
        "rows": [{**dict.fromkeys(_ORDER, 0), **row} for row in summary["rules"]],
        "open_verdicts": [each for each in _ORDER if any(each in row for row in summary["rules"])],
        "groups": _GROUPS,
        "captions": {name: _caption(groups[name]) for name in groups},
        "bars": {name: list(_bars(groups[name]["largest"][:_BARS])) for name in groups},
        "kinds": _KINDS,
        "number": lambda count: f"{count:,}",
    }
    return page("fleet.html.j2", shown)


def _sentence(summary: Mapping[str, Any]) -> str:
    verdicts = summary["verdicts"]
    parts = []
    if verdicts.get("fail"):
        parts.append(f"{verdicts['fail']:,} of {summary['models']:,} models break a rule of the level error")
    if verdicts.get("unknown"):
        parts.append(f"{verdicts['unknown']:,} could not be decided")
    if summary["problems"]["count"]:
        parts.append(f"{summary['problems']['count']:,} problems with the source")
    return "; ".join(parts) + "." if parts else "No rule of the level error is broken or undecided."


def _caption(group: Mapping[str, Any]) -> str:
    shown = min(_BARS, len(group["largest"]))
    return f"The largest {shown} of {group['count']:,}" if group["count"] > shown else f"All {group['count']:,}"


def _bars(rows: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Lengths are models, all to one scale."""
    longest = max((row["models"] for row in rows), default=1)
    for row in rows:
        parts, start = [], 0
        for verdict in _ORDER:
            count = row["verdicts"].get(verdict, 0)
            if count:
                parts.append({"verdict": verdict, "start": start, "count": count})
                start += count
        yield {"name": row["name"], "longest": longest, "parts": parts}
