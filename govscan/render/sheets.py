"""A report as CSV for a spreadsheet: one row a model and context with its facts and verdicts; and the transfer
inventory, one row for each place that data of a context is sent to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from govscan.finding import Verdict
from govscan.render import words
from govscan.render.arrange import sheets
from govscan.render.escape import spreadsheet_cell
from govscan.render.inventory import package_url
from govscan.render.transfers import OPERATOR, fact_text, transfers
from govscan.report import Report

FACTS: Final = (
    "model.publisher", "model.publisher_country", "model.access", "model.task", "model.base_models",
    "license.declared", "license.detected", "license.concluded", "license.conflict", "license.commercial_use",
    "license.mau_threshold", "license.revenue_threshold_usd", "license.territory_excluded", "license.output_training",
    "endpoint.host", "endpoint.operator", "endpoint.operator_country", "endpoint.regions", "endpoint.processing",
)  # fmt: skip
COLUMNS: Final = (
    "model", "provider", "revision", "purl", "context", "standing", "failed", "undecided", "waived", "baselined",
    "used_in", "flags", "evidence", *FACTS,
)  # fmt: skip
TRANSFERS: Final = (
    "context", "data", "model", "provider", "host", "operator", "operator_country", "operator_group_country", "regions",
    "processing", "used_in", "recipient_contract", "transfer_mechanism", "purpose", "retention",
)  # fmt: skip
"""The last four are for the organization to fill in: code does not say them."""


def render_csv(report: Report) -> bytes:
    """UTF-8 CSV, safe against formulas."""
    return _table(COLUMNS, _models(report))


def render_transfers(report: Report) -> bytes:
    """UTF-8 CSV of what is sent to whom; models that the organization runs itself send nothing."""
    return _table(TRANSFERS, _transfers(report))


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([spreadsheet_cell(value) for value in row] for row in rows)
    return page.getvalue().encode("utf-8", "backslashreplace")


def _models(report: Report) -> Iterator[Sequence[object]]:
    for sheet in sheets(report):
        model = sheet.model
        findings = report.by_model.get(model.identity, ())
        for context in model.contexts or ("",):
            here = [finding for finding in findings if finding.context in (context, "")]
            rules = [
                ", ".join(finding.rule for finding in here if finding.verdict is verdict)
                for verdict in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED, Verdict.BASELINED)
            ]
            yield (
                words.title(model.identity), model.identity.provider, model.identity.revision or "",
                package_url(model.identity), context, str(sheet.standing), *rules,
                "; ".join(map(str, sheet.places)), ", ".join(words.flags(model)), words.evidence_line(model.evidence),
                *(fact_text(model, name) for name in FACTS),
            )  # fmt: skip


def _transfers(report: Report) -> Iterator[Sequence[object]]:
    for row in transfers(report):
        if row.sent:
            identity = row.sheet.model.identity
            yield (
                row.context, row.data, words.title(identity), identity.provider, *(row.said[name] for name in OPERATOR),
                "; ".join(map(str, row.sheet.places)), "", "", "", "",
            )  # fmt: skip
