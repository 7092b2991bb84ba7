"""A report as CycloneDX 1.6 in JSON: an ML-BOM through cyclonedx-python-lib, with the model cards that it lacks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType, Pedigree
from cyclonedx.model.component_evidence import ComponentEvidence, Occurrence
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.license import DisjunctiveLicense, LicenseAcknowledgement, LicenseExpression
from cyclonedx.model.service import Service
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from govscan.facts import value_text
from govscan.render import words
from govscan.render.escape import visible
from govscan.render.sbom import Row, identifier, rows, text_of
from govscan.report import Report

TERMS: Final = (
    "license.commercial_use", "license.mau_threshold", "license.revenue_threshold_usd", "license.territory_excluded",
    "license.output_training", "license.use_restrictions", "license.field_of_use",
)  # fmt: skip


def render_cyclonedx(report: Report) -> bytes:
    """UTF-8 JSON. Models that the organization runs are components with a card, hosted ones are services."""
    models = rows(report)
    bom = Bom(serial_number=identifier(report, "cyclonedx"), version=1)
    bom.metadata.timestamp = dt.datetime.fromisoformat(report.now).replace(tzinfo=dt.UTC)
    bom.metadata.component = Component(name=visible(report.root), type=ComponentType.APPLICATION, bom_ref="repository")
    bom.metadata.tools.components.add(
        Component(name="govscan", version=report.version, type=ComponentType.APPLICATION, bom_ref="govscan")
    )
    bom.metadata.properties.update(
        [Property(name="govscan:policy", value=visible(report.policy.name)),
         Property(name="govscan:policy:sha256", value=report.policy.digest)]
    )  # fmt: skip
    used: list[Component] = []
    for row in models:
        if row.hosted:
            bom.services.add(_service(row))
        else:
            component = _component(row)
            bom.components.add(component)
            used.append(component)
    bom.register_dependency(bom.metadata.component, used)
    data = json.loads(JsonV1Dot6(bom).output_as_string())
    cards = {_ref(row): _card(row) for row in models if not row.hosted}
    for component_ in data.get("components", []):
        component_["modelCard"] = cards[component_["bom-ref"]]
    return json.dumps(data, indent=2, ensure_ascii=True, sort_keys=True).encode() + b"\n"


def _ref(row: Row) -> str:
    return f"model-{row.number}"


def _component(row: Row) -> Component:
    group, _, name = row.name.rpartition("/")
    publisher = text_of(row.facts, "model.publisher")
    bases = row.facts.value("model.base_models")
    ancestors = [
        Component(name=visible(base), type=ComponentType.MACHINE_LEARNING_MODEL, bom_ref=f"{_ref(row)}-base-{number}")
        for number, base in enumerate(bases if isinstance(bases, tuple) else (), 1)
    ]
    return Component(
        name=name,
        group=group or None,
        version=row.version or None,
        type=ComponentType.MACHINE_LEARNING_MODEL,
        bom_ref=_ref(row),
        purl=_purl(row),
        publisher=publisher or None,
        licenses=list(_licenses(row)),
        evidence=ComponentEvidence(
            occurrences=[
                Occurrence(bom_ref=f"{_ref(row)}-use-{number}", location=visible(place.path), line=place.line)
                for number, place in enumerate(row.sheet.places, 1)
            ]
        ),
        pedigree=Pedigree(ancestors=ancestors) if ancestors else None,
        properties=list(_properties(row)),
    )


def _purl(row: Row) -> PackageURL | None:
    try:
        return PackageURL.from_string(row.purl)
    except ValueError:  # a name that no package can have
        return None


def _service(row: Row) -> Service:
    operator, host = text_of(row.facts, "endpoint.operator"), text_of(row.facts, "endpoint.host")
    terms = text_of(row.facts, "endpoint.terms")
    addresses = [XsUri(terms)] if terms.startswith("https://") else []
    references = [ExternalReference(type=ExternalReferenceType.LICENSE, url=address) for address in addresses]
    return Service(
        name=row.name,
        bom_ref=_ref(row),
        provider=OrganizationalEntity(name=operator) if operator else None,
        endpoints=[XsUri(f"https://{host}")] if host.isascii() and host else None,
        external_references=references,
        properties=list(_properties(row)),
    )


def _licenses(row: Row) -> Iterator[LicenseExpression | DisjunctiveLicense]:
    if row.concluded:
        yield LicenseExpression(row.concluded, acknowledgement=LicenseAcknowledgement.CONCLUDED)
    elif row.declared:
        yield LicenseExpression(row.declared, acknowledgement=LicenseAcknowledgement.DECLARED)


def _properties(row: Row) -> Iterator[Property]:
    yield Property(name="govscan:provider", value=visible(row.identity.provider))
    yield Property(name="govscan:standing", value=str(row.sheet.standing))
    if row.declared and row.concluded and row.declared != row.concluded:
        yield Property(name="govscan:license:declared", value=row.declared)
    for name in (*TERMS, "endpoint.regions", "endpoint.processing", "endpoint.operator_country"):
        value = row.facts.value(name)
        if value is not None:
            yield Property(name=f"govscan:{name}", value=visible(value_text(value)))
    for flag in words.flags(row.sheet.model):
        yield Property(name="govscan:flag", value=visible(flag))
    for found in row.sheet.findings:
        if found.open or found.finding.record:
            where = f" in {', '.join(found.contexts)}" if any(found.contexts) else ""
            said = f"{found.finding.verdict} {found.finding.rule}{where}: {found.finding.message}"
            yield Property(name="govscan:finding", value=visible(said))


def _card(row: Row) -> dict[str, Any]:
    card: dict[str, Any] = {"bom-ref": f"{_ref(row)}-card"}
    parameters: dict[str, Any] = {}
    task = text_of(row.facts, "model.task")
    if task:
        parameters["task"] = task
    datasets = row.facts.value("datasets.declared")
    if isinstance(datasets, tuple) and datasets:
        parameters["datasets"] = [{"type": "dataset", "name": visible(name)} for name in _bounded(datasets)]
    if parameters:
        card["modelParameters"] = parameters
    limits = [text_of(row.facts, name) for name in ("license.use_restrictions", "license.field_of_use")]
    if any(limits):
        card["considerations"] = {"useCases": [limit for limit in limits if limit]}
    return card


def _bounded(names: Iterable[str]) -> list[str]:
    return sorted(set(names))[:1000]
