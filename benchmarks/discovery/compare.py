"""govscan beside other finders of models, on the same labelled trees in one run: recall, precision, provider, time.

    python benchmarks/discovery/compare.py TREES_DIR LABELS.csv [--borderlint BIN] [--cdxgen BIN]

LABELS.csv has the columns repo_slug, file, line, kind, model_id, certain (y or n) and via. A prediction is right where
file and id agree and lines differ by at most two. A finder that tells no line is judged by file and id; one that tells
no file, by id alone, which flatters it. All figures are means over the repositories; times are of whole processes, one
for each repository.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from predict import kind_of

from govscan.reference import Reference


class Found(NamedTuple):
    """One prediction; an empty file, line 0 or an empty kind are not told by the finder."""

    file: str
    line: int
    name: str
    kind: str = ""


Finder = Callable[[Path], Iterable[Found]]
QUOTED = re.compile(rb"[\"']([A-Za-z0-9][\w.-]{1,95}/[A-Za-z0-9][\w.-]{1,95})[\"']")


def normal(text: str) -> str:
    return text.strip().strip("/").lower().removeprefix("https://huggingface.co/").removeprefix("~").split("@")[0]


def govscan(tree: Path) -> Iterable[Found]:
    command = [Path(sys.executable).parent / "govscan", "scan", ".", "--offline", "--format", "inventory-json"]
    done = subprocess.run(command, cwd=tree, capture_output=True, check=False)
    for row in json.loads(done.stdout)["references"]:
        if row["certainty"] == "dependency" and row["name"] and not row["path"].endswith(".md"):
            hints = tuple(tuple(part.split("=", 1)) for part in (row["hints"] or "").split("; ") if "=" in part)
            reference = Reference(row["provider"], row["name"], None, "", hints=hints)  # type: ignore[arg-type]
            yield Found(row["path"], row["line"], row["name"], kind_of(reference))


def quoted_pattern(tree: Path) -> Iterable[Found]:
    for path in sorted(path for path in tree.rglob("*") if path.is_file() and path.suffix != ".md"):
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            for match in QUOTED.finditer(line):
                yield Found(path.relative_to(tree).as_posix(), number, match[1].decode("utf-8", "replace"))


def borderlint(binary: str) -> Finder:
    def find(tree: Path) -> Iterable[Found]:
        done = subprocess.run([binary, "scan", ".", "-f", "json"], cwd=tree, capture_output=True, check=False)
        for row in json.loads(done.stdout)["findings"]:
            if row["model"]:
                yield Found(row["file"], 0, row["model"])

    return find


def cdxgen(binary: str) -> Finder:
    def find(tree: Path) -> Iterable[Found]:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "bom.json"
            command = [binary, "-t", "ai", "--no-install-deps", "-o", str(output), "."]
            subprocess.run(command, cwd=tree, capture_output=True, check=False, timeout=300)
            bom = json.loads(output.read_text()) if output.exists() else {}
        for row in bom.get("components", []):
            if row.get("type") == "machine-learning-model":
                group = f"{row['group']}/" if row.get("group") else ""
                yield Found("", 0, group + row["name"])

    return find


def score(labels: list[dict[str, str]], found: Iterable[Found]) -> tuple[float | None, float, float | None]:
    """Recall, precision and right providers of one repository; None where nothing was asked for."""
    sure = {row["model_id"] for row in labels if row["certain"] == "y"}
    also_sure = {normal(name) for name in sure}
    hits: set[int] = set()
    right = wrong = kinds = kinds_right = 0
    for one in dict.fromkeys(found):
        near = [row for row in labels if _meets(row, one)]
        certain = [row for row in near if row["certain"] == "y"]
        hits.update(id(row) for row in certain)
        if certain:
            right += 1
            kinds += bool(one.kind)
            kinds_right += any(row["kind"] == one.kind for row in certain)
        elif near and normal(one.name) in also_sure:
            right += 1
        else:
            wrong += 1
    wanted = sum(row["certain"] == "y" for row in labels)
    precision = right / (right + wrong) if right + wrong else 0.0
    return (len(hits) / wanted if wanted else None), precision, (kinds_right / kinds if kinds else None)


def _meets(row: dict[str, str], one: Found) -> bool:
    return (
        normal(row["model_id"]) == normal(one.name)
        and one.file in ("", row["file"])
        and (not one.line or abs(int(row["line"]) - one.line) <= 2)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trees", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--borderlint", metavar="BIN")
    parser.add_argument("--cdxgen", metavar="BIN")
    arguments = parser.parse_args()
    finders: dict[str, Finder] = {"govscan": govscan, "quoted org/name": quoted_pattern}
    if arguments.borderlint:
        finders["borderlint"] = borderlint(arguments.borderlint)
    if arguments.cdxgen:
        finders["cdxgen -t ai"] = cdxgen(arguments.cdxgen)
    by_repository = collections.defaultdict(list)
    with arguments.labels.open(newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            by_repository[row["repo_slug"]].append(row)
    print(f"{'finder':18} recall precision provider  seconds (median, largest)")
    for name, finder in finders.items():
        figures, seconds = [], []
        for slug, labels in sorted(by_repository.items()):
            start = time.perf_counter()
            found = list(finder(arguments.trees / slug))
            seconds.append(time.perf_counter() - start)
            figures.append(score(labels, found))
        means = [
            statistics.mean(values) if (values := [row[column] for row in figures if row[column] is not None]) else None
            for column in range(3)
        ]
        shown = " ".join("        -" if mean is None else f"{mean:9.3f}" for mean in means)
        print(f"{name:16} {shown}  {statistics.median(seconds):.2f}, {max(seconds):.2f}")


if __name__ == "__main__":
    main()
