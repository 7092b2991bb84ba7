"""1,000 models times 50 rules: CPU seconds beyond process start, beside cel-python and regopy on the same rules.

    python benchmarks/policy/compare.py [--peers PYTHON]

PYTHON is an interpreter with `cel-python` and `regopy`. All have to count the same failures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import tempfile
import time
from pathlib import Path

from material import govscan_policy, models

from govscan.evaluate import evaluate, load_policy
from govscan.evidence import Resolved
from govscan.facts import Fact, Facts, Source, SourceKind
from govscan.finding import Verdict
from govscan.policy import Ledger
from govscan.reference import Identity, Location, Reference
from govscan.report import Model


def every_model() -> list[Model]:
    source = Source(SourceKind.TEXT, "models/LICENSE", 1)
    made = []
    for number, facts in enumerate(models()):
        identity = Identity("huggingface", f"org/name-{number}")
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
        reference = Reference("huggingface", identity.name, Location("app.py", number + 1), "python:from_pretrained")
        known = Facts.of(Fact(name, value, source) for name, value in values.items())
        made.append(Model(identity, (reference,), Resolved(identity, "local"), known, ()))
    return made


def own() -> tuple[float, int]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "govscan.yaml")
        file.write_text(govscan_policy(), encoding="utf-8")
        policy = load_policy(file, Path(folder))
    subjects = every_model()
    before = time.process_time()
    evaluation = evaluate(policy, Ledger(), subjects, dt.date(2026, 11, 24))
    taken = time.process_time() - before
    return taken, sum(finding.verdict is Verdict.FAIL for finding in evaluation.findings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path)
    peers = parser.parse_args().peers
    taken, failed = min(own() for _ in range(3))
    print(f"govscan     {taken:6.2f} s, {failed} failures, each explained")
    for name in ("cel", "rego") if peers else ():
        command = [str(peers), str(Path(__file__).with_name("peers.py")), name]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(f"{name:11} {said['seconds']:6.2f} s, {said['failed']} failures")


if __name__ == "__main__":
    main()
