"""A card that attacks its readers, audited to every format: all of it is text."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fakes.hub import isolate
from pypdf import PdfReader
from scanning import TEAM_POLICY

from govscan.audit import FILES
from govscan.cli import run

SCRIPT = "<script>window.ran = 1</script>"
HANDLER = '"><img src=x onerror="window.ran = 2">'
LINK = "[click](javascript:window.ran=3)"
RIGHT_TO_LEFT = "evil\u202egnp.exe"
ANSI = "\x1b[2J\x1b]0;owned\x07"
BRACES = "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}"
FORMULA = "=cmd|' /C calc'!A0"
TITLE = "T" * 1_000_000
CHROMIUM = os.environ.get("GOVSCAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

CARD = f"""---
license: "{SCRIPT}"
license_name: {json.dumps(HANDLER)}
license_link: "javascript:window.ran=4"
base_model: {json.dumps(["acme/" + FORMULA, RIGHT_TO_LEFT])}
datasets: {json.dumps([ANSI, BRACES, FORMULA, LINK])}
pipeline_tag: {json.dumps(SCRIPT)}
---
# {TITLE}

{SCRIPT} {HANDLER} {LINK} {RIGHT_TO_LEFT} {BRACES}

## {FORMULA}

## {HANDLER}
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, folder / "home")
        shop = folder / "shop"
        (shop / "models" / "evil").mkdir(parents=True)
        (shop / "models" / "evil" / "README.md").write_text(CARD)
        (shop / "models" / "evil" / "config.json").write_text(json.dumps({"model_type": SCRIPT}))
        (shop / "govscan.yaml").write_text(TEAM_POLICY)
        (shop / "app.py").write_text(
            "from transformers import AutoModel\n"
            "AutoModel.from_pretrained('models/evil')\n"
            "from openai import OpenAI\n"
            "client = OpenAI(base_url='https://llm.example/v1')\n"
            f"client.chat.completions.create(model={RIGHT_TO_LEFT!r}, messages=[])\n"
            "client.chat.completions.create(model='=1+1', messages=[])\n"
        )
        words = ["audit", str(shop), "-o", str(folder / "out"), "--format", ",".join(FILES), "--offline"]
        assert run([*words, "--now", "2026-02-01"]) in (1, 3)
        return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


@pytest.mark.parametrize("format_", FILES)
def test_no_character_steers_a_reader(format_: str, files: dict[str, bytes]) -> None:
    data = files[FILES[format_]]
    assert len(data) < 3_000_000
    if format_ != "pdf":
        text = data.decode()
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert text.replace("\n", "").replace("\t", "").isprintable()


@pytest.mark.parametrize("format_", ["json", "spdx", "spdx3", "cyclonedx", "intoto", "sarif"])
def test_the_machine_formats_parse(format_: str, files: dict[str, bytes]) -> None:
    json.loads(files[FILES[format_]])


@pytest.mark.parametrize("format_", ["csv", "transfers", "inventory-csv"])
def test_no_cell_is_a_formula(format_: str, files: dict[str, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(files[FILES[format_]].decode())))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_page_has_no_link_of_the_card(files: dict[str, bytes]) -> None:
    page = Links()
    page.feed(files["report.html"].decode())
    assert all(link.startswith(("#", "https://huggingface.co/", "data:,")) for link in page.found)
    assert "img" not in page.tags


def test_markdown_is_text(files: dict[str, bytes]) -> None:
    from markdown_it import MarkdownIt

    page = Links()
    page.feed(MarkdownIt("gfm-like", {"linkify": False}).render(files["report.md"].decode()))
    assert not [link for link in page.found if "javascript" in link.lower()]
    assert {"script", "img"} & page.tags == set()


def test_the_pdf_shows_it(files: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(files["report.pdf"]))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert "".join(SCRIPT.split()) in text
    assert "evil\\u202egnp.exe" in text
    assert "/JavaScript" not in str(reader.trailer["/Root"])


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no chromium installed; GOVSCAN_CHROMIUM names one")
def test_nothing_of_it_runs_in_a_browser(files: dict[str, bytes], tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    (tmp_path / "report.html").write_bytes(files["report.html"])
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((tmp_path / "report.html").as_uri())
        page.get_by_role("button", name="Open all").click()
        assert page.evaluate("window.ran === undefined")
        assert complaints == []
        assert page.get_by_text("{{ 7 * 7 }}").count() > 0
        assert page.get_by_text(SCRIPT).count() > 0
        browser.close()
