"""A report as SPDX 2.3, JSON or tag-value, through spdx-tools: the repository, the models that it depends on, their
licenses, and what the policy says of each as a review."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from spdx_tools.spdx.jsonschema.document_converter import DocumentConverter
from spdx_tools.spdx.model import (
    Actor,
    ActorType,
    Annotation,
    AnnotationType,
    CreationInfo,
    Document,
    ExternalPackageRef,
    ExternalPackageRefCategory,
    ExtractedLicensingInfo,
    Package,
    PackagePurpose,
    Relationship,
    RelationshipType,
    SpdxNoAssertion,
)
from spdx_tools.spdx.writer.tagvalue.tagvalue_writer import write_document

from govscan.render import words
from govscan.render.escape import visible
from govscan.render.sbom import Row, hub_address, identifier, licensing, review_sentences, rows, text_of
from govscan.report import Report

DOCUMENT: Final = "SPDXRef-DOCUMENT"
REPOSITORY: Final = "SPDXRef-Repository"


def render_spdx(report: Report) -> bytes:
    """UTF-8 JSON."""
    data: dict[str, Any] = DocumentConverter().convert(_document(report))  # type: ignore[no-untyped-call]
    for package in data.get("packages", []):
        for reference in package.get("externalRefs", []):
            # The schema of 2.3 writes the category with a dash, the library with the underscore of 2.2.
            reference["referenceCategory"] = reference["referenceCategory"].replace("_", "-")
    return json.dumps(data, indent=2, ensure_ascii=True).encode() + b"\n"


def render_tag_value(report: Report) -> bytes:
    """UTF-8 tag-value."""
    page = io.StringIO()
    write_document(_document(report), page)
    return page.getvalue().encode("utf-8", "backslashreplace")


def _document(report: Report) -> Document:
    made = dt.datetime.fromisoformat(report.now)
    tool = Actor(ActorType.TOOL, f"govscan-{report.version}")
    models = rows(report)
    repository = Package(
        spdx_id=REPOSITORY,
        name=visible(report.root),
        download_location=SpdxNoAssertion(),
        files_analyzed=False,
        license_concluded=SpdxNoAssertion(),  # of the application nothing is said
        license_declared=SpdxNoAssertion(),
        copyright_text=SpdxNoAssertion(),
        primary_package_purpose=PackagePurpose.APPLICATION,
    )
    texts = {key: text for row in models for key, text in row.texts}
    annotations = [
        Annotation(_id(row), AnnotationType.REVIEW, tool, made, sentence)
        for row in models
        for sentence in review_sentences(row)
    ]
    return Document(
        creation_info=CreationInfo(
            spdx_version="SPDX-2.3",
            spdx_id=DOCUMENT,
            name=visible(report.root),
            document_namespace=f"https://spdx.org/spdxdocs/govscan-{identifier(report, 'spdx')}",
            creators=[tool],
            created=made,
            data_license="CC0-1.0",
            creator_comment=f"Judged by the policy {visible(report.policy.name)}, sha256 {report.policy.digest}.",
        ),
        packages=[repository, *map(_package, models)],
        relationships=list(_relationships(models)),
        annotations=annotations,
        extracted_licensing_info=[ExtractedLicensingInfo(key, _xml_free(text)) for key, text in sorted(texts.items())],
    )


def _package(row: Row) -> Package:
    publisher = text_of(row.facts, "model.publisher")
    used = ", ".join(str(place) for place in row.sheet.places)
    return Package(
        spdx_id=_id(row),
        name=row.name,
        version=row.version or None,
        download_location=hub_address(row) or SpdxNoAssertion(),
        files_analyzed=False,
        supplier=Actor(ActorType.ORGANIZATION, publisher) if publisher else SpdxNoAssertion(),
        license_concluded=_licensing(row.concluded),
        license_declared=_licensing(row.declared),
        copyright_text=SpdxNoAssertion(),
        primary_package_purpose=PackagePurpose.OTHER,
        comment=visible(f"AI model, {words.subtitle(row.identity)}; used in {used}"),
        external_references=[
            ExternalPackageRef(ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", row.purl),
        ],
    )


def _licensing(text: str) -> Any:
    return licensing().parse(text) if text else SpdxNoAssertion()


def _relationships(models: tuple[Row, ...]) -> Iterator[Relationship]:
    yield Relationship(DOCUMENT, RelationshipType.DESCRIBES, REPOSITORY)
    by_name = {row.identity.name.lower(): row for row in models}
    for row in models:
        yield Relationship(REPOSITORY, RelationshipType.DEPENDS_ON, _id(row))
        bases = row.facts.value("model.base_models")
        for base in bases if isinstance(bases, tuple) else ():
            parent = by_name.get(base.lower())
            if parent is not None and parent is not row:
                yield Relationship(_id(row), RelationshipType.DESCENDANT_OF, _id(parent))


def _id(row: Row) -> str:
    return f"SPDXRef-Model-{row.number}"


def _xml_free(text: str) -> str:
    """A license text; tag-value wraps it in `<text>`, which must not end inside."""
    return text.replace("</text>", "< /text>")
