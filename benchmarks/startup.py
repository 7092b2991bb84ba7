"""How long a commit hook waits: whole processes, medians, as multiples of `python -c pass` in the same run.

    python benchmarks/startup.py [RUNS]

The commands take turns, so that a machine that slows down slows all of them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
APP = """\
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-8B", revision="b968826d9c46dd6066d109eabc6255188de91218")
"""
POLICY = """\
govscan: 1
name: benchmark
extends: [govscan:baseline]
contexts:
  production: {paths: ["**"], use: commercial, regions: [DE], monthly_active_users: 1000}
"""
LOCK = """\
lock_version = 1

[[model]]
id = "pkg:huggingface/Qwen/Qwen3-8B"
requested = "b968826d9c46dd6066d109eabc6255188de91218"
revision = "b968826d9c46dd6066d109eabc6255188de91218"
fetched = "2026-11-20"
license = {declared = "Apache-2.0", detected = "Apache-2.0", concluded = "Apache-2.0"}
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        (tree / "app.py").write_text(APP)
        (tree / "plain.py").write_text("print('no model here')\n")
        (tree / "govscan.yaml").write_text(POLICY)
        (tree / "govscan.lock").write_text(LOCK)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "govscan --version": [BIN / "govscan", "--version"],
            "govscan check plain.py": [BIN / "govscan", "check", "plain.py"],
            "govscan check app.py": [BIN / "govscan", "check", "app.py"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, cwd=tree, capture_output=True, check=False)
                if turn:  # the first turn warms the caches
                    times[name].append(time.perf_counter() - start)
    base = statistics.median(times["python -c pass"])
    print(f"{'command':28} {'median ms':>10} {'times python -c pass':>22}")
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:28} {median * 1000:10.1f} {median / base:22.1f}")


if __name__ == "__main__":
    main()
