"""Who sends what where: a report enters, one row for each model and context whose data leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from govscan.facts import ABSENT, value_text
from govscan.policy import Policy
from govscan.reference import Identity
from govscan.render.arrange import Sheet, sheets
from govscan.report import Model, Report

OWN: Final = "own machines"
OPERATOR = ("host", "operator", "operator_country", "operator_group_country", "regions", "processing")
"""Facts about an endpoint, by their short names."""


class Transfer(Struct, frozen=True):
    """Data of a context that a model sees. `sent` is False where the organization runs the model itself; `said` has the
    facts named in `OPERATOR`, "unknown" where nobody can say and "" where there is nothing to say."""

    context: str
    data: str
    sheet: Sheet
    sent: bool
    said: dict[str, str]


def transfers(report: Report) -> Iterator[Transfer]:
    """Every use of every model, those that send nothing included."""
    for sheet in sheets(report):
        model = sheet.model
        sent = model.facts.value("model.access") != "self-hosted" or bool(model.identity.endpoint)
        said = {name: fact_text(model, f"endpoint.{name}") for name in OPERATOR}
        for context in model.contexts or ("",):
            yield Transfer(context, _data(report.policy, context), sheet, sent, said)


class Flow(Struct, frozen=True):
    """What is alike for several models of a context."""

    context: str
    data: str
    host: str
    operator: str  # with its country
    regions: str
    processing: str
    models: tuple[Identity, ...]
    sent: bool


def flows(report: Report) -> tuple[Flow, ...]:
    """Every context with the places that its data goes to; what leaves the organization's own machines first."""
    grouped: dict[tuple[str, str, str, str, str, str, bool], list[Identity]] = {}
    for transfer in transfers(report):
        grouped.setdefault(_key(transfer), []).append(transfer.sheet.model.identity)
    rows = tuple(Flow(*key[:6], tuple(models), key[6]) for key, models in grouped.items())
    return tuple(sorted(rows, key=lambda row: (not row.sent, row.context, row.operator, row.host)))


def fact_text(model: Model, name: str) -> str:
    """The value; "unknown" where nobody can say, "none" for a known absence."""
    value = model.facts.value(name)
    if value is None:
        return "unknown" if model.facts.statements.get(name) else ""
    return "none" if value is ABSENT else ", ".join(value) if isinstance(value, tuple) else value_text(value)


def _data(policy: Policy, context: str) -> str:
    found = next((each for each in policy.contexts if each.name == context), policy.default_context)
    data = found.declared.get("data") if found is not None else None
    return ", ".join(data) if isinstance(data, tuple) else "not declared"


def _key(transfer: Transfer) -> tuple[str, str, str, str, str, str, bool]:
    said = transfer.said
    if not transfer.sent:
        return (transfer.context, transfer.data, OWN, "", "", "", False)
    country, group = said["operator_country"], said["operator_group_country"]
    where = f"{country}, group {group}" if group and group not in (country, "unknown", "none") else country
    operator = said["operator"] or "unknown"
    return (
        transfer.context,
        transfer.data,
        said["host"] or "unknown",
        f"{operator} ({where})" if where and operator != "unknown" else operator,
        said["regions"] or "unknown",
        said["processing"] or "unknown",
        True,
    )
