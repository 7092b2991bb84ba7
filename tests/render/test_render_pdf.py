"""The PDF: archivable, accessible, the same bytes; and whatever was scanned is text in it."""

from __future__ import annotations

import io
import sys

import pytest
import sample
from fakes.picture import png
from msgspec.structs import replace
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from govscan.errors import GovscanError
from govscan.render import render
from govscan.render.pdf_data import IN_FULL
from govscan.report import Brand, Report


def read(report: Report) -> PdfReader:
    return PdfReader(io.BytesIO(render(report, "pdf")))


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return read(sample.sample())


def words(reader: PdfReader) -> str:
    return "".join("\n".join(page.extract_text() for page in reader.pages).split())


def test_the_same_bytes() -> None:
    assert render(sample.sample(), "pdf") == render(sample.sample(), "pdf")


def test_tagged_with_a_language_a_title_and_bookmarks(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "AI model audit of acme-shop"
    titles = [each.title for each in reader.outline if not isinstance(each, list)]
    assert [title.partition(" ")[2] for title in titles] == [
        "Summary", "What needs action", "Where data goes", "Models", "Obligations", "Reviews and waivers", "Policy",
        "What else to know", "Glossary",
    ]  # fmt: skip
    assert len(reader.outline[titles.index("4 Models") + 2]) == len(sample.sample().models)


def test_it_says_that_it_is_for_the_archive_and_for_everybody(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_text_comes_out_as_it_went_in(reader: PdfReader) -> None:
    text = words(reader)
    assert "meta-llama/Llama-4-Scout" in text
    assert "阿里云" in text
    assert "Thepolicyisviolated" in text
    assert sample.sample().policy.digest in text


def test_fonts_are_embedded_and_have_every_character(reader: PdfReader) -> None:
    fonts = {}
    for page in reader.pages:
        for name, font in page["/Resources"]["/Font"].items():
            fonts[name] = font.get_object()
    assert fonts
    for font in fonts.values():
        (descendant,) = font["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize(
    "text", ["#pagebreak()", "$x$ *b* _i_ `r`", "<script>alert(1)</script>", "@cite", "\\", '"', "한국어 日本語"]
)
def test_scanned_text_is_never_markup(text: str) -> None:
    report = sample.sample()
    finding = replace(report.findings[0], message=text, fix=text)
    made = read(replace(report, root=text, findings=(finding,), warnings=(text,)))
    assert "".join(text.split()) in words(made)


def test_of_very_many_models_only_the_open_ones_are_told_in_full() -> None:
    report = sample.sample()
    one = report.models[4]
    many = [replace(one, identity=replace(one.identity, name=f"acme/m{number}")) for number in range(IN_FULL)]
    text = words(read(replace(report, models=(*report.models, *many))))
    assert "lefttotheHTMLandtheJSONreport" in text
    assert "model.publisher" not in text
    assert f"acme/m{IN_FULL - 1}" in text


def test_a_report_of_nothing() -> None:
    text = words(read(sample.empty()))
    assert "Nothingisopen." in text
    assert "0models" in text


def test_without_typst_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(GovscanError, match=r"pip install 'govscan\[pdf\]'"):
        render(sample.sample(), "pdf")


def test_records_obligations_and_glossary(reader: PdfReader) -> None:
    text = words(reader)
    for said in (
        "CommercialagreementC-123.", "BuiltwithLlama", "2026-09-30,expired", "Boardofmodels", "Concludedlicense",
        "https://github.com/acme/shop", "notascommitted:services/chat/worker.py", "dashscope.aliyuncs.com",
    ):  # fmt: skip
        assert said in text


def test_the_look_of_the_organization() -> None:
    brand = Brand("Acme Bank", "Strictly confidential", "#123456", png(40, 20), "image/png")
    made = read(replace(sample.sample(), brand=brand))
    assert len(made.pages[0].images) == 1
    assert all("Strictly confidential" in page.extract_text() for page in made.pages)
    assert "Acme Bank" in made.pages[0].extract_text()


def test_a_picture_that_typst_cannot_read() -> None:
    brand = Brand("Acme", logo=b"\xff\xd8\xff\xd9", logo_type="image/jpeg")
    with pytest.raises(GovscanError, match="the PDF could not be set"):
        render(replace(sample.sample(), brand=brand), "pdf")
