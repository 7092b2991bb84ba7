"""A report as SPDX 3.0.1 with the AI and Dataset profiles, through spdx-python-model: the repository, the models that
it depends on, what they were made from and trained on as their cards say, licenses, and the verdicts as reviews."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from spdx_python_model import v3_0_1 as spdx

from govscan.pattern import pattern
from govscan.render import words
from govscan.render.escape import visible
from govscan.render.sbom import Row, hub_address, identifier, refs, review_sentences, rows, text_of
from govscan.report import Report

MAX_DATASETS: Final = 200
"""Data sets of one card that become elements."""

_HUB_NAME: Final = pattern(r"[\w.-]+/[\w.-]+")
_NOT_SAID: Final = spdx.expandedlicensing_IndividualLicensingInfo.NAMED_INDIVIDUALS["NoAssertionLicense"]
_RELATED: Final = spdx.RelationshipType


def render_spdx3(report: Report) -> bytes:
    """UTF-8 JSON-LD."""
    made = _Bill(report)
    found = spdx.SHACLObjectSet(made.elements())
    data = spdx.JSONLDSerializer().serialize_data(found, force_at_graph=True)
    data["@graph"].sort(key=_order)
    return json.dumps(data, indent=2, ensure_ascii=True).encode() + b"\n"


def _order(element: dict[str, Any]) -> tuple[str, str]:
    return (element["type"], element.get("spdxId", element.get("@id", "")))


class _Bill:
    """The elements of one document. Those that several others speak of (publishers, licenses, data sets) are made
    once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.base = f"https://spdx.org/spdxdocs/govscan-{identifier(report, 'spdx3')}#"
        self.rows = rows(report)
        self.made: dict[str, Any] = {}
        self.numbers: Counter[str] = Counter()
        self.texts = {key: text for row in self.rows for key, text in row.texts}
        self.creation = spdx.CreationInfo(specVersion="3.0.1", comment=self._comment())
        self.creation.created = dt.datetime.fromisoformat(report.now).replace(tzinfo=dt.UTC)
        tool = f"govscan {report.version}"
        self.creation.createdBy = [self._element(spdx.SoftwareAgent, "Agent", tool)]
        self.creation.createdUsing = [self._element(spdx.Tool, "Tool", tool)]

    def elements(self) -> list[Any]:
        name = visible(self.report.root)
        repository = self._element(spdx.software_Package, "Repository", name)
        repository.software_primaryPurpose = spdx.software_SoftwarePurpose.application
        checkout = self.report.checkout
        if checkout is not None:
            repository.software_packageVersion = checkout.commit
            if checkout.address:
                repository.software_downloadLocation = checkout.address
        packages = {row.number: self._package(row) for row in self.rows}
        self._relate(repository, _RELATED.dependsOn, list(packages.values()))
        by_name = {row.identity.name.lower(): row.number for row in self.rows}
        for row in self.rows:
            package = packages[row.number]
            self._licenses(row, package)
            bases = _texts(row, "model.base_models")
            ancestors = [packages.get(by_name.get(base.lower(), 0)) or self._base(base) for base in bases]
            self._relate(package, _RELATED.descendantOf, [each for each in ancestors if each is not package])
            datasets = [self._dataset(each) for each in _texts(row, "datasets.declared")[:MAX_DATASETS]]
            self._relate(package, _RELATED.trainedOn, datasets)
            for number, sentence in enumerate(review_sentences(row), 1):
                review = self._element(spdx.Annotation, f"Review-{row.number}-{number}")
                review.annotationType = spdx.AnnotationType.review
                review.subject = package
                review.statement = sentence
        everything = list(self.made.values())
        bill = self._element(spdx.software_Sbom, "Sbom", name)
        bill.software_sbomType = [spdx.software_SbomType.source]
        bill.rootElement = [repository]
        bill.element = everything
        document = self._element(spdx.SpdxDocument, "Document", name)
        document.rootElement = [bill]
        document.element = [*everything, bill]
        document.dataLicense = self._expression("CC0-1.0")
        document.profileConformance = [
            getattr(spdx.ProfileIdentifierType, profile)
            for profile in ("core", "software", "simpleLicensing", "ai", "dataset")
        ]
        return list(self.made.values())

    def _comment(self) -> str:
        policy = self.report.policy
        return (
            f"Judged by the policy {visible(policy.name)}, sha256 {policy.digest}. Versions, publishers and addresses "
            "stand where they are known; a license of which nothing is known is NoAssertion."
        )

    def _element(self, kind: Any, key: str, name: str = "") -> Any:
        """The element with a key, made where it is not there."""
        if key not in self.made:
            element = kind(_id=self.base + key, creationInfo=self.creation)
            if name:
                element.name = name
            self.made[key] = element
        return self.made[key]

    def _package(self, row: Row) -> Any:
        package = self._element(spdx.ai_AIPackage, f"Model-{row.number}", row.name)
        package.software_primaryPurpose = spdx.software_SoftwarePurpose.model
        package.software_packageUrl = row.purl
        if row.version:
            package.software_packageVersion = row.version
        address = hub_address(row)
        if address:
            package.software_downloadLocation = address
        publisher = text_of(row.facts, "model.publisher")
        if publisher:
            package.suppliedBy = self._numbered(spdx.Organization, "Publisher", publisher)
        task = text_of(row.facts, "model.task")
        if task:
            package.ai_domain = [task]
        limits = [text_of(row.facts, name) for name in ("license.field_of_use", "license.territory_excluded")]
        if any(limits):
            package.ai_limitation = visible(words.key_terms(row.facts))
        used = ", ".join(str(place) for place in row.sheet.places)
        kind = "Hosted model" if row.hosted else "Model"
        package.comment = visible(f"{kind}, {words.subtitle(row.identity)}; used in {used}")
        return package

    def _base(self, name: str) -> Any:
        package = self._numbered(spdx.ai_AIPackage, "Base", visible(name))
        package.software_primaryPurpose = spdx.software_SoftwarePurpose.model
        return package

    def _dataset(self, name: str) -> Any:
        package = self._numbered(spdx.dataset_DatasetPackage, "Dataset", visible(name))
        package.dataset_datasetType = [spdx.dataset_DatasetType.noAssertion]
        package.software_primaryPurpose = spdx.software_SoftwarePurpose.data
        if name.isascii() and _HUB_NAME.fullmatch(name):
            package.software_downloadLocation = f"https://huggingface.co/datasets/{name}"
        return package

    def _numbered(self, kind: Any, word: str, name: str) -> Any:
        """The one element of a kind with a name."""
        known = self.made.get(f"{word} {name}")
        if known is None:
            known = self.made[f"{word} {name}"] = kind(_id=self.base + self._next(word), creationInfo=self.creation)
            known.name = name
        return known

    def _next(self, word: str) -> str:
        self.numbers[word] += 1
        return f"{word}-{self.numbers[word]}"

    def _licenses(self, row: Row, package: Any) -> None:
        for text, kind in ((row.declared, _RELATED.hasDeclaredLicense), (row.concluded, _RELATED.hasConcludedLicense)):
            self._relate(package, kind, [self._expression(text) if text else _NOT_SAID])

    def _expression(self, text: str) -> Any:
        known = self.made.get(f"License {text}")
        if known is None:
            known = self._numbered(spdx.simplelicensing_LicenseExpression, "License", text)
            known.simplelicensing_licenseExpression = text
            known.simplelicensing_customIdToUri = [
                spdx.DictionaryEntry(key=key, value=self._license_text(key)) for key in sorted(set(refs(text)))
            ]
        return known

    def _license_text(self, key: str) -> str:
        element = self._element(spdx.simplelicensing_SimpleLicensingText, f"Text-{key}", key)
        element.simplelicensing_licenseText = _whole(self.texts.get(key, "The text was not read."))
        return str(element._id)

    def _relate(self, start: Any, kind: Any, ends: Iterable[Any]) -> None:
        found = list(dict.fromkeys(ends))
        if found:
            related = self._element(spdx.Relationship, self._next("Relationship"))
            related.from_ = start
            related.relationshipType = kind
            related.to = found


def _texts(row: Row, name: str) -> tuple[str, ...]:
    value = row.facts.value(name)
    return value if isinstance(value, tuple) else ()


def _whole(text: str) -> str:
    """A text of several lines that JSON can carry."""
    return text.encode("utf-8", "backslashreplace").decode()
