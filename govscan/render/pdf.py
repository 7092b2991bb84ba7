"""A report as PDF for a regulator or a file: typst sets it, from data that it reads as JSON, so that nothing scanned is
ever markup. PDF/A-2a and PDF/UA-1: tagged, with bookmarks, and the same bytes for the same report.

Needs the extra `govscan[pdf]`: typst, and fonts with Chinese, Japanese and Korean from the package mplfonts, which is
never imported.
"""

from __future__ import annotations

import datetime as dt
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from govscan.errors import GovscanError
from govscan.render.pdf_data import document
from govscan.report import Report

TEMPLATE: Final = Path(__file__).parent / "templates" / "report.typ"
STANDARDS: Final = ("ua-1", "a-2a")


def render_pdf(report: Report) -> bytes:
    """A PDF.

    Raises:
        GovscanError: typst is not installed, or cannot read the logo.
    """
    try:
        import typst
    except ImportError as error:
        raise GovscanError("a PDF needs typst: pip install 'govscan[pdf]', or '.[pdf]' in a checkout") from error
    made = dt.datetime.fromisoformat(report.now)
    template: Any = TEMPLATE.read_bytes()
    try:
        data: bytes = typst.compile(
            template,
            font_paths=_fonts(),
            sys_inputs={"report": json.dumps(document(report), ensure_ascii=True)},
            pdf_standards=list(STANDARDS),
            timestamp=int(made.replace(tzinfo=dt.UTC).timestamp()),
        )
    except typst.TypstError as error:  # such as a logo that is damaged where only a decoder sees it
        raise GovscanError(f"the PDF could not be set: {error}") from error
    return data


def _fonts() -> list[str]:
    """The folder of the fonts; without them characters of other scripts would be boxes."""
    spec = find_spec("mplfonts")
    places = spec.submodule_search_locations if spec is not None else None
    return [str(Path(place) / "fonts") for place in places or ()]
