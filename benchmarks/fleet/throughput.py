"""How fast a fleet is, beside the least that anybody can do: read the table and parse the front matter of its cards.

    python benchmarks/fleet/generate.py 100000 cards.parquet
    python benchmarks/fleet/throughput.py cards.parquet [more.parquet ...] [--policy P] [--jobs N] [--engine dask]

Every run is a process of its own. Prints for each file: seconds of the processor (user and system, of all processes),
which do not depend on what else the machine does; seconds on the wall; cards a second; the ratio of both processors'
times; and the most memory that all processes of the run had together at one time (proportional set size, 5 times a
second, Linux). Parquet files of different lengths give the curve.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

FLOOR = """
import sys, yaml, pyarrow.parquet as pq
with pq.ParquetFile(sys.argv[1]) as file:
    for batch in file.iter_batches(512, columns=[sys.argv[2], "card"]):
        for card in batch.column("card").to_pylist():
            text = (card or "").lstrip("\\ufeff \\t\\r\\n")
            start = text.find("\\n") + 1
            end = text.find("\\n---", start - 1) if text.startswith("---") else -1
            if start and end >= 0:
                try:
                    yaml.load(text[start:end], yaml.CSafeLoader)
                except (yaml.YAMLError, ValueError, TypeError):
                    pass
"""


def children(process: int) -> list[int]:
    """A process and all that it started."""
    found = [process]
    for each in found:
        try:
            tasks = Path(f"/proc/{each}/task").iterdir()
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def memory(process: int) -> int:
    """Bytes of a process and its children; what they share counts once."""
    total = 0
    for each in children(process):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
    return total


def run(command: list[str]) -> tuple[float, float, int]:
    """Seconds of the processor, seconds on the wall, and the most bytes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, most = time.monotonic(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "CI": "1"}) as process:
        while process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(0.2)
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1, 3):
        sys.exit(f"{command} ended with {process.returncode}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--policy", default="govscan:baseline")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engine", default="local")
    asked = parser.parse_args()
    print(f"{'rows':>10} {'floor cpu s':>12} {'fleet cpu s':>12} {'ratio':>6} {'us a card':>10} {'wall s':>8} "
          f"{'cards/s':>8} {'peak MB':>8}")  # fmt: skip
    for path in asked.files:
        schema = pq.read_schema(path).names
        name = next(each for each in ("modelId", "model_id", "id") if each in schema)
        rows = pq.read_metadata(path).num_rows
        floor, _, _ = run([sys.executable, "-c", FLOOR, str(path), name])
        out = Path(tempfile.mkdtemp(dir=path.parent))
        try:
            words = [str(path), "-o", str(out), "--policy", asked.policy, "--now", "2026-01-01"]
            words += ["--engine", asked.engine, "--jobs", str(asked.jobs)]
            spent, wall, most = run([sys.executable, "-m", "govscan", "fleet", "run", *words])
        finally:
            shutil.rmtree(out)
        figures = f"{rows:>10,} {floor:>12.1f} {spent:>12.1f} {spent / floor:>6.1f} {spent / rows * 1e6:>10.0f}"
        print(f"{figures} {wall:>8.0f} {rows / wall:>8.0f} {most / 1e6:>8.0f}", flush=True)


if __name__ == "__main__":
    main()
