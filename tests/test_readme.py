"""What the README shows is what govscan says."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from govscan.cli import VERBS
from govscan.engine import ScanRequest, scan
from govscan.render import render

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_excerpt_is_real() -> None:
    excerpt = re.search(r"<!-- excerpt -->\n```text\n(.*?)```", README, re.DOTALL)
    assert excerpt is not None
    report = scan(ScanRequest(ROOT / "examples/assistant", offline=True, now=dt.date(2026, 11, 23)))
    assert excerpt[1] in render(report, "terminal").decode()


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert all((ROOT / link).exists() for link in links if "://" not in link)


def test_commands_and_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for verb in re.findall(r"^ +govscan (\w+)", README, re.MULTILINE):
        assert verb in VERBS
