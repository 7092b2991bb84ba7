"""A report enters, bytes leave. One module a format, imported when it is asked for; the same report and options
give the same bytes."""

from __future__ import annotations

from govscan.report import Report

FORMATS = ("terminal", "json", "html")


def render(report: Report, format_: str, *, color: bool = False, width: int = 100) -> bytes:
    """The report in one of `FORMATS`; `color` and `width` concern the terminal.

    Raises:
        KeyError: no such format (the command line offers only those there are).
    """
    raise NotImplementedError
