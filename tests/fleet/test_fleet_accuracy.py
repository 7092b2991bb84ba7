"""A fleet of synthetic cards against what their generator knows to be true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from govscan.cli import run as govscan

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks" / "fleet"


def script(name: str, *words: str) -> str:
    done = subprocess.run([sys.executable, str(FOLDER / name), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_a_run_says_is_true(tmp_path: Path) -> None:
    cards, out = tmp_path / "cards.parquet", tmp_path / "out"
    script("generate.py", "1000", str(cards), "--quiet")
    policy = str(ROOT / "policies" / "baseline.yaml")
    words = ["fleet", str(cards), "--policy", policy, "-o", str(out), "-j", "1", "--now", "2026-11-01"]
    assert govscan(words) == 1
    told = script("accuracy.py", str(out), str(cards.with_suffix(".truth.parquet")))
    assert told.startswith("1,000 rows, 0 of them lost or moved")
    shares = dict(re.findall(r"^([a-z. ]+?) +[\d,]+ +[\d,]+ +([\d.]+) ", told, re.MULTILINE))
    assert shares.pop("base conflict") > "0.95"  # the rest is undecided
    assert shares == dict.fromkeys(
        ("license.declared", "front matter", "base models", "datasets", "duplicates"), "1.0000"
    )


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        script("generate.py", "400", str(tmp_path / f"{name}.parquet"), "--quiet", "--row-group", "150")
    for ending in (".parquet", ".truth.parquet"):
        assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()
    script("generate.py", "400", str(tmp_path / "c.parquet"), "--quiet", "--seed", "2")
    assert (tmp_path / "a.parquet").read_bytes() != (tmp_path / "c.parquet").read_bytes()
