"""One table: how often govscan, ScanCode and `identify` are right, and how long each takes on one file.

    python benchmarks/licenses/compare.py --data DIR [--scancode BIN] [--identify PYTHON] [--runs N]

BIN is the `scancode` command of an environment of its own, PYTHON the interpreter of one that has `identify[license]`;
what is not given is left out. Times are medians of whole processes on the LICENSE of this project; the commands take
turns. ScanCode reads all files of the folder in one process, which takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from data import expected_ids, files, rows, text_of

from govscan.identify.match import match

LICENSE = Path(__file__).parents[2] / "LICENSE"
GOVSCAN = Path(sys.executable).with_name("govscan")
ASK = (
    "import sys\nfrom identify.identify import license_id\n"
    "for name in sys.argv[1:]:\n"
    "    try: print(license_id(name) or '-', name)\n"
    "    except UnicodeDecodeError: print('-', name)"
)
Answers = Mapping[str, str | None]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--scancode", type=Path)
    options.add_argument("--identify", type=Path)
    options.add_argument("--runs", type=int, default=20)
    chosen = options.parse_args()
    answers: dict[str, Answers] = {"govscan": _govscan(chosen.data)}
    commands: dict[str, Sequence[str | Path]] = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "govscan": [GOVSCAN, "identify", LICENSE],
    }
    if chosen.identify:
        answers["identify"] = _identify(chosen.identify, chosen.data)
        commands["identify"] = [chosen.identify, "-c", ASK, LICENSE]
    if chosen.scancode:
        answers["ScanCode"] = _scancode(chosen.scancode, chosen.data)
        table = Path(tempfile.gettempdir(), "found.json")  # it refuses to write to a device
        commands["ScanCode"] = [chosen.scancode, "--license", "--quiet", "--json", table, LICENSE]
    times = _times(commands, chosen.runs)
    base = times["python -c pass"]
    print(f"{'tool':10} {'set':8} {'right':>6} {'unknown':>8} {'wrong':>6} {'one file':>10} {'x pass':>7}")
    for tool, said in answers.items():
        for name, expected in _expected(chosen.data).items():
            count = Counter(_kind(said.get(file), ids) for file, ids in expected.items())
            figures = f"{count['right']:6} {count['unknown']:8} {count['wrong']:6}"
            print(f"{tool:10} {name:8} {figures} {times[tool] * 1000:7.0f} ms {times[tool] / base:7.1f}")
    return 0


def _expected(data: Path) -> dict[str, dict[str, set[str]]]:
    """Of each set, the ids that are right for each file; none where no id is known to the tools."""
    known = expected_ids(data)
    return {
        "oss": {row["file"]: {row["expected_spdx"], row["expected_key"]} for row in rows(data / "oss" / "labels.csv")},
        "models": {f"{row['slug']}.txt": {known.get(row["slug"], "")} for row in rows(data / "licenses.csv")},
    }


def _kind(said: str | None, ids: set[str]) -> str:
    if said is None:
        return "unknown"
    plain = {id_.lower() for id_ in ids} | {f"licenseref-scancode-{id_.lower()}" for id_ in ids}
    return "right" if said.lower() in plain else "wrong"


def _govscan(data: Path) -> Answers:
    return {path.name: match(text_of(path)).expression for path in files(data)}


def _identify(python: Path, data: Path) -> Answers:
    names = [str(path) for path in files(data)]
    done = subprocess.run([python, "-c", ASK, *names], capture_output=True, text=True, check=True)
    lines = (line.split(" ", 1) for line in done.stdout.splitlines())
    return {Path(name).name: None if id_ == "-" else id_ for id_, name in lines}


def _scancode(command: Path, data: Path) -> Answers:
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder, "files")
        inbox.mkdir()
        for path in files(data):
            shutil.copyfile(path, inbox / path.name)
        table = Path(folder, "found.json")
        subprocess.run([command, "--license", "--quiet", "--json", table, inbox], capture_output=True, check=True)
        found = json.loads(table.read_text(encoding="utf-8"))["files"]
    return {Path(row["path"]).name: row["detected_license_expression_spdx"] for row in found if row["type"] == "file"}


def _times(commands: Mapping[str, Sequence[str | Path]], runs: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            if name == "ScanCode" and turn > 5:  # ten seconds each
                continue
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            if turn:  # the first turn warms the caches
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(measured) for name, measured in times.items()}


if __name__ == "__main__":
    sys.exit(main())
