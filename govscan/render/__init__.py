"""A report enters, bytes leave. One module a format, imported when it is asked for; the same report and options
give the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from govscan.report import Model, Report

if TYPE_CHECKING:
    from govscan.comparison import Comparison

    ForCI = Callable[[Report, Comparison | None], bytes]

FORMATS = (
    *("terminal", "json", "html", "markdown", "sarif", "github", "junit", "gitlab"),
    *("inventory", "inventory-json", "inventory-csv", "inventory-purl"),
    *("spdx", "spdx-tag", "spdx3", "cyclonedx", "intoto", "csv", "transfers", "mermaid", "pdf"),
)
COMPARISONS = ("terminal", "json", "markdown", "sarif", "github", "junit", "gitlab")
"""The formats that can tell what a change brings."""

_RECORDS = {
    "spdx": ("spdx", "render_spdx"),
    "spdx-tag": ("spdx", "render_tag_value"),
    "spdx3": ("spdx3", "render_spdx3"),
    "cyclonedx": ("cyclonedx", "render_cyclonedx"),
    "intoto": ("intoto", "render_intoto"),
    "csv": ("sheets", "render_csv"),
    "transfers": ("sheets", "render_transfers"),
    "mermaid": ("mermaid", "render_mermaid"),
    "pdf": ("pdf", "render_pdf"),
}
_FOR_CI = {
    "markdown": "govscan.render.markdown",
    "sarif": "govscan.render.sarif",
    "github": "govscan.render.annotations",
    "junit": "govscan.render.junit",
    "gitlab": "govscan.render.codequality",
}


def render(report: Report, format_: str, *, color: bool = False, width: int = 100, brief: bool = False) -> bytes:
    """The report in one of `FORMATS`; `color`, `width` and `brief` (only what needs attention, one line where
    nothing does) concern the terminal.

    Raises:
        KeyError: no such format (the command line offers only those there are).
    """
    match format_:
        case "terminal":
            from govscan.render.terminal import render_terminal

            return render_terminal(report, color=color, width=width, brief=brief)
        case "json":
            from govscan.render.json_ import render_json

            return render_json(report)
        case "html":
            from govscan.render.html import render_html

            return render_html(report)
        case "inventory" | "inventory-json" | "inventory-csv" | "inventory-purl":
            from govscan.render.inventory import render_inventory

            form = format_.partition("-")[2] or "table"
            return render_inventory(report, form, color=color, width=width)
        case _ if format_ in _RECORDS:
            module, name = _RECORDS[format_]
            made: bytes = getattr(import_module(f"govscan.render.{module}"), name)(report)
            return made
        case _:
            return _for_ci(format_)(report, None)


def render_comparison(comparison: Comparison, format_: str, *, color: bool = False, width: int = 100) -> bytes:
    """What a change brings, in one of `COMPARISONS`; the rest as in `render`.

    Raises:
        KeyError: no such format.
    """
    match format_:
        case "terminal":
            from govscan.render.comparison_terminal import render_terminal

            return render_terminal(comparison, color=color, width=width)
        case "json":
            from govscan.render.comparison_json import render_json

            return render_json(comparison)
        case _:
            return _for_ci(format_)(comparison.after, comparison)


def _for_ci(format_: str) -> ForCI:
    found: ForCI = getattr(import_module(_FOR_CI[format_]), f"render_{format_}")
    return found


def render_why(report: Report, model: Model, *, color: bool = False, width: int = 100) -> bytes:
    """Everything that is known of one model of `report`: facts with all their sources, evidence, rule trace."""
    from govscan.render.why import render_why as why

    return why(report, model, color=color, width=width)
