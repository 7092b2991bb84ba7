"""What a tree depends on, without a verdict: a table, JSON, CSV with one row a reference, or a list of package URLs.

Mentions are in it, marked as such, with the reason; the package URLs are those of dependencies alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from govscan.reference import Certainty, Identity, Reference
from govscan.render import words
from govscan.render.escape import flowed, spreadsheet_cell, without_credentials
from govscan.render.paint import BOLD, DIM, Page
from govscan.report import Report

COLUMNS = (
    "provider", "name", "revision", "endpoint", "region", "path", "line", "column", "via", "used_at",
    "trust_remote_code", "certainty", "reason", "hints", "purl",
)  # fmt: skip
PLACES = 3


def render_inventory(report: Report, form: str = "table", *, color: bool = False, width: int = 100) -> bytes:
    """The inventory as `table`, `json`, `csv` or `purl`; UTF-8, the same bytes for the same report.

    Raises:
        KeyError: no such form.
    """
    forms = {"json": _json, "csv": _csv, "purl": _purls}
    return _table(report, color, width) if form == "table" else forms[form](report)


def package_url(identity: Identity) -> str:
    """A package URL for every model: of its own type on the Hub, else `pkg:generic/<provider>/<name>`."""
    if identity.purl:
        return identity.purl
    path = "/".join(
        quote(part, safe="", errors="surrogatepass") for part in (identity.provider, *identity.name.split("/")) if part
    )
    version = f"@{quote(identity.revision, safe='', errors='surrogatepass')}" if identity.revision else ""
    return f"pkg:generic/{path}{version}"


def _rows(report: Report) -> Iterator[dict[str, object]]:
    references = [reference for model in report.models for reference in model.references]
    for reference in (*sorted(references, key=_order), *sorted(report.mentions, key=_order)):
        yield _row(reference)


def _order(reference: Reference) -> tuple[object, ...]:
    return (reference.location, reference.provider, reference.name, reference.via)


def _row(reference: Reference) -> dict[str, object]:
    place = reference.location
    values = (
        reference.provider, reference.name, reference.revision, reference.endpoint, reference.region, place.path,
        place.line, place.column, reference.via, str(reference.used_at) if reference.used_at else None,
        reference.trust_remote_code, str(reference.certainty), reference.reason or None,
        "; ".join(f"{name}={value}" for name, value in reference.hints) or None,
        package_url(reference.identity) if reference.certainty is Certainty.DEPENDENCY else None,
    )  # fmt: skip
    return dict(zip(COLUMNS, map(_written, values), strict=True))


def _written(value: object) -> object:
    """A text that can be written as UTF-8, without credentials; anything else as it is."""
    if not isinstance(value, str):
        return value
    return without_credentials(value.encode("utf-8", "backslashreplace").decode())


def _json(report: Report) -> bytes:
    import json

    data = {
        "govscan_inventory": 1,
        "root": _written(report.root),
        "references": list(_rows(report)),
        "suppressed": [{**_row(reference), "reason": _written(reason)} for reference, reason in report.suppressed],
        "problems": [_written(str(problem)) for problem in report.problems],
    }
    return json.dumps(data, indent=2, ensure_ascii=True).encode() + b"\n"


def _csv(report: Report) -> bytes:
    import csv
    import io

    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(report):
        writer.writerow([spreadsheet_cell(value) for value in row.values()])
    return page.getvalue().encode()


def _purls(report: Report) -> bytes:
    found = sorted({package_url(model.identity) for model in report.models if model.identity.name})
    return "".join(f"{_written(purl)}\n" for purl in found).encode()


def _table(report: Report, color: bool, width: int) -> bytes:
    page = Page(color=color, width=max(width, 40))
    page.text(f"{words.counted(len(report.models), 'model')} in {words.files_line(report)}", BOLD)
    page.blank()
    for model in report.models:
        places = [str(reference.location) for reference in model.references]
        detail = f"({words.subtitle(model.identity)}) {words.first_of(places, PLACES)}"
        page.parts([(words.title(model.identity), ()), (detail, (DIM,))], hang=4)
    _section(page, "only mentioned", [(reference, reference.reason) for reference in report.mentions])
    _section(page, "ignored in the code", list(report.suppressed))
    if report.problems:
        page.blank()
        page.text("could not be read:", BOLD)
        for problem in report.problems:
            page.text(str(problem), indent=2, hang=4)
    return page.encode()


def _section(page: Page, name: str, rows: list[tuple[Reference, str]]) -> None:
    if not rows:
        return
    page.blank()
    page.text(f"{name}:", BOLD)
    for reference, reason in rows:
        detail = f"({reference.provider}) {reference.location}: {flowed(reason)}"
        page.parts([(reference.name or reference.provider, ()), (detail, (DIM,))], indent=2, hang=4)
