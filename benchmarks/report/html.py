"""A very large HTML report: how long it takes to write, how large it is, and what a keystroke in its filter costs in a
real browser (until the next frame is painted).

    python benchmarks/report/html.py [--models 5000] [--rules 40]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from large import large_report
from playwright.sync_api import sync_playwright

from govscan.render import render

WORDS = ("qwen", "team7/", "rule-30", "llama-3", "zzz")
KEYSTROKE = """([letter]) => new Promise((done) => {
  const field = document.getElementById("filter-text");
  const start = performance.now();
  field.value += letter;
  field.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
SORT = """() => new Promise((done) => {
  const field = document.getElementById("filter-order");
  const start = performance.now();
  field.value = "name";
  field.dispatchEvent(new Event("change"));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
OPEN = """async () => {
  const start = performance.now();
  const sheet = document.querySelector("details.sheet");
  sheet.open = true;
  while (sheet.querySelector("[data-part]")) await new Promise((next) => setTimeout(next, 5));
  return performance.now() - start;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=5000)
    parser.add_argument("--rules", type=int, default=40)
    given = parser.parse_args()
    report = large_report(given.models, given.rules)
    start = time.perf_counter()
    data = render(report, "html")
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(report.models):,} models, {len(report.policy.rules)} rules, {len(report.findings):,} findings")
    print(f"written in {took:.1f} s, {len(data) / 1e6:.1f} MB, peak memory {peak:,.0f} MB")
    chromium = os.environ.get("GOVSCAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        path.write_bytes(data)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.locator("#filter-shown").wait_for()
        print(f"opens in {time.perf_counter() - start:.2f} s")
        print(f"the first sheet opens in {page.evaluate(OPEN):.0f} ms")
        strokes = []
        for word in WORDS:
            page.evaluate("document.getElementById('filter-reset').click()")
            strokes += [page.evaluate(KEYSTROKE, [letter]) for letter in word]
        print(f"a keystroke: median {statistics.median(strokes):.0f} ms, most {max(strokes):.0f} ms ({len(strokes)})")
        page.evaluate("document.getElementById('filter-reset').click()")
        print(f"sorting: {page.evaluate(SORT):.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
