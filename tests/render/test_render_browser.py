"""The HTML report in a real browser."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sample
from msgspec.structs import replace
from pypdf import PdfReader

from govscan.render import render
from govscan.render.html import render_html
from govscan.report import Brand

CHROMIUM = os.environ.get("GOVSCAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no chromium installed; GOVSCAN_CHROMIUM names one"),
]

# Contrast of every text with what is behind it, after WCAG 2.2 (1.4.3).
CONTRAST = """() => {
  const channels = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = channels(getComputedStyle(node).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest("script, option, .hidden-text")) continue;
    const style = getComputedStyle(node);
    const [a, b] = [luminance(channels(style.color)), luminance(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${node.className} ${walker.currentNode.data.trim()}`);
  }
  return poor;
}"""


# What the sections say, without spaces and without the note for those who have no script.
TEXT = """() => {
  for (const note of document.querySelectorAll("noscript")) note.remove();
  const sections = [...document.querySelectorAll("main > section")];
  return sections.map((one) => one.textContent.replaceAll(/\\s+/g, "")).join("");
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(render(sample.sample(), "html"))
    return path.as_uri()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same report, as it is written when it has very many models."""
    path: Path = tmp_path_factory.mktemp("large") / "report.html"
    path.write_bytes(render_html(sample.sample(), packed_from=1))
    return path.as_uri()


class Opened:
    """A page, and everything it complained about or asked for."""

    def __init__(self, browser: Any, address: str, **options: object) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)

    def _dismiss(self, dialog: Any) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def opened(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Opened]:
    opened = Opened(browser, address, **getattr(request, "param", {}))
    yield opened
    opened.context.close()


def shown(page: Any) -> int:
    return int(page.locator("details.sheet:visible").count())


def test_it_loads_without_a_complaint_or_a_request(opened: Opened, address: str) -> None:
    opened.page.get_by_role("button", name="Open all").click()
    assert opened.complaints == []
    assert [url for url in opened.requests if url not in (address, "data:,")] == []


def test_the_content_policy_holds(opened: Opened) -> None:
    opened.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          const image = new Image(); image.src = "https://example.invalid/x.png";
          document.body.setAttribute("onclick", "window.ran = true");
          document.body.click();
        }"""
    )
    assert opened.page.evaluate("window.ran === undefined")
    assert len([text for text in opened.complaints if "Content Security Policy" in text]) >= 3


def test_hostile_names_are_only_text(opened: Opened) -> None:
    opened.page.get_by_role("button", name="Open all").click()
    assert (
        opened.page.locator(
            "main script:not([type='application/json']), main img, main svg [onload], main i, main b"
        ).count()
        == 0
    )
    assert opened.page.get_by_text("<script>alert(1)</script>").count() > 0
    assert opened.page.locator("a[href^='javascript']").count() == 0
    assert opened.complaints == []


def test_the_filter_narrows_by_verdict_text_and_context(opened: Opened) -> None:
    page = opened.page
    assert shown(page) == 7
    page.get_by_label("Fail (3)").uncheck()
    assert shown(page) == 4
    assert page.locator("#filter-shown").inner_text() == "4 of 7 models shown"
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("searchbox", name="Text").fill("LLAMA community")
    assert page.locator("details.sheet:visible h3").all_inner_texts() == ["meta-llama/Llama-4-Scout"]
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("combobox", name="Context").select_option(label="research")
    assert sorted(page.locator("details.sheet:visible h3").all_inner_texts()) == ["acme-labs/internal-7b", "qwen-max"]


def test_a_link_opens_the_sheet_even_when_it_is_filtered_out(opened: Opened) -> None:
    page = opened.page
    page.get_by_label("Fail (3)").uncheck()
    link = page.locator("#action a", has_text="qwen-max")
    link.click()
    sheet = page.locator(link.get_attribute("href"))
    assert sheet.is_visible()
    assert sheet.get_attribute("open") is not None


def test_everything_is_reached_by_keyboard(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.parentElement?.id || ''"))
    assert {"filter-text", "filter-context", "filter-open", "model-1", "model-7"} <= reached
    page.locator("#model-1 > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#model-1").get_attribute("open") is not None


def test_a_screen_reader_finds_its_way(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("button", name="Open all").click()
    assert page.get_by_role("main").count() == page.get_by_role("banner").count() == 1
    assert page.get_by_role("navigation", name="Sections").count() == 1
    assert page.get_by_role("search", name="Filter models").count() == 1
    assert page.evaluate("[...document.querySelectorAll('table')].every((table) => table.caption)")
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size") == page.evaluate(
        "document.querySelectorAll('[id]').length"
    )


@pytest.mark.parametrize(
    "opened", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"]
)
def test_text_has_contrast(opened: Opened) -> None:
    opened.page.get_by_role("button", name="Open all").click()
    assert opened.page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("opened", [{"viewport": {"width": 390, "height": 800}}], indirect=True, ids=["phone"])
def test_a_phone_needs_no_sideways_scrolling(opened: Opened) -> None:
    opened.page.get_by_role("button", name="Open all").click()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_print_opens_every_sheet(opened: Opened) -> None:
    page = opened.page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.sheet[open]").count() == 7
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.sheet[open]").count() == 0


def test_paper_has_the_classification_on_every_page(browser: Any, tmp_path: Path) -> None:
    brand = Brand(classification="Secret } * { display: none")
    (tmp_path / "report.html").write_bytes(render(replace(sample.sample(), brand=brand), "html"))
    opened = Opened(browser, (tmp_path / "report.html").as_uri())
    pages = PdfReader(io.BytesIO(opened.page.pdf(format="A4"))).pages
    texts = [page.extract_text() for page in pages]
    assert len(texts) > 5
    assert all("Secret } * { display: none" in text for text in texts)
    assert "model.publisher" in "".join(texts)
    opened.context.close()


@pytest.mark.parametrize("opened", [{"java_script_enabled": False}], indirect=True, ids=["no-script"])
def test_it_reads_without_script(opened: Opened) -> None:
    assert not opened.page.locator("#filter").is_visible()
    assert shown(opened.page) == 7


def test_it_sorts_and_filters_by_rule(opened: Opened) -> None:
    page = opened.page
    names = page.locator("details.sheet h3")
    usual = names.all_text_contents()
    page.get_by_role("combobox", name="Order").select_option("places of use")
    assert names.first.text_content() == "meta-llama/Llama-4-Scout"
    page.get_by_role("combobox", name="Order").select_option("name")
    assert names.all_text_contents() != usual
    assert sorted(names.all_text_contents()) == sorted(usual)
    page.get_by_role("combobox", name="Open under").select_option("license-territory")
    assert page.locator("details.sheet:visible h3").all_text_contents() == ["meta-llama/Llama-4-Scout"]
    page.get_by_role("button", name="Reset").click()
    assert names.all_text_contents() == usual
    assert shown(page) == 7


def test_the_theme_can_be_changed(opened: Opened) -> None:
    page = opened.page
    color = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(color)
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(color) != before
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(color) == before


def test_drawings_say_what_they_show(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("button", name="Open all").click()
    drawings = page.locator("svg[role=img]")
    assert drawings.count() >= 2
    assert all(drawings.nth(number).get_attribute("aria-label") for number in range(drawings.count()))
    assert page.locator("#flows svg").get_by_text("dashscope.aliyuncs.com").count() == 1


def test_a_large_report_puts_its_sheets_together(browser: Any, large: str, address: str) -> None:
    small, packed = Opened(browser, address), Opened(browser, large)
    for opened in (small, packed):
        opened.page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    packed.page.locator("[data-part]").first.wait_for(state="detached")
    read = [opened.page.evaluate(TEXT) for opened in (small, packed)]
    assert read[0] == read[1]
    assert packed.complaints == []
    assert [url for url in packed.requests if url not in (large, "data:,")] == []
    for opened in (small, packed):
        opened.context.close()


def test_a_large_report_follows_a_link(browser: Any, large: str) -> None:
    opened = Opened(browser, large)
    page = opened.page
    page.locator("details.work summary").first.click()
    page.locator("#action a[href^='#model-']").first.click()
    page.locator("details.sheet[open] .body").wait_for()
    assert page.locator("details.sheet[open]").count() == 1
    opened.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample", "empty"])
def test_axe_finds_nothing(name: str, scheme: str, browser: Any, tmp_path: Path) -> None:
    """The rules of axe-core for WCAG 2.2 A and AA and its best practices, on the page with everything open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    (tmp_path / "report.html").write_bytes(render({"sample": sample.sample, "empty": sample.empty}[name](), "html"))
    opened = Opened(browser, (tmp_path / "report.html").as_uri(), color_scheme=scheme)
    opened.page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    found = axe.Axe().run(opened.page)
    rows = [
        f"{row['impact']} {row['id']}: {node['target']} {node['failureSummary']}"
        for row in found.response["violations"]
        for node in row["nodes"]
    ]
    assert rows == []
    assert len(found.response["passes"]) > 15
    opened.context.close()
