"""How long a commit waits for the hook: `pre-commit run` with govscan beside `pre-commit run` with a hook that does
nothing, whole processes, medians of the same run. The network is unreachable: a refused proxy, and HF_ENDPOINT nowhere.

    python benchmarks/hook.py [RUNS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from startup import APP, LOCK, POLICY

BIN = Path(sys.executable).parent
CONFIG = """\
repos:
  - repo: local
    hooks:
      - {{id: hook, name: hook, entry: '{entry}', language: system, files: '\\.py$', require_serial: true}}
"""
NOWHERE = "http://127.0.0.1:9"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "repository"
        tree.mkdir()
        (tree / "app.py").write_text(APP)
        (tree / "plain.py").write_text("print('no model here')\n")
        (tree / "govscan.yaml").write_text(POLICY)
        (tree / "govscan.lock").write_text(LOCK)
        environment = {
            **os.environ,
            "PRE_COMMIT_HOME": str(Path(scratch) / "home"),
            **dict.fromkeys(("http_proxy", "https_proxy", "HF_ENDPOINT"), NOWHERE),
        }
        subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
        subprocess.run(["git", "add", "-A"], cwd=tree, check=True)
        configs = {}
        for name, entry in (("no-op", "true"), ("govscan check", f"{BIN}/govscan check")):
            configs[name] = Path(scratch) / f"{name.replace(' ', '-')}.yaml"
            configs[name].write_text(CONFIG.format(entry=entry))
        times: dict[str, list[float]] = {name: [] for name in configs}
        for turn in range(runs + 1):
            for name, config in configs.items():
                command = [BIN / "pre-commit", "run", "--config", config, "--files", "app.py", "plain.py"]
                start = time.perf_counter()
                done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False)
                if turn:
                    times[name].append(time.perf_counter() - start)
                assert done.returncode in (0, 1), done.stdout.decode()
    base = statistics.median(times["no-op"])
    print(f"{'pre-commit run with':24} {'median ms':>10} {'times the no-op':>18}")
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:24} {median * 1000:10.1f} {median / base:18.2f}")


if __name__ == "__main__":
    main()
