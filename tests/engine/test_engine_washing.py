"""Every folder of tests/cases/washing is a repository with a model that promises more than it may, and the findings
that a scan without a network must make.

`expected.yaml`: about, findings (model, rule, verdict or several, and `says`: words that the facts which decided it
have), and `exit_code` where the whole report is meant.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml

from govscan.engine import ScanRequest, scan
from govscan.facts import Unknown
from govscan.report import Report

CASES = Path(__file__).parents[1] / "cases" / "washing"
FOLDERS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("name", FOLDERS)
def test_case(name: str, tmp_path: Path) -> None:
    shutil.copytree(CASES / name / "repo", tmp_path / "repo")
    said = yaml.safe_load((CASES / name / "expected.yaml").read_text(encoding="utf-8"))
    report = scan(ScanRequest(tmp_path / "repo", offline=True, now=dt.date(2026, 11, 23)))
    for wanted in said["findings"]:
        (finding,) = [f for f in report.findings if (f.model.name, f.rule) == (wanted["model"], wanted["rule"])]
        verdicts = wanted["verdict"] if isinstance(wanted["verdict"], list) else [wanted["verdict"]]
        assert str(finding.verdict) in verdicts, (wanted["rule"], finding.verdict)
        for words in wanted.get("says", ()):
            assert words in told(report, wanted["model"]), (wanted["rule"], words)
    if "exit_code" in said:
        assert report.exit_code == said["exit_code"]


def told(report: Report, name: str) -> str:
    """Every disagreement that the report names for a model."""
    (model,) = [model for model in report.models if model.identity.name == name]
    values = [model.facts.get(fact).value for fact in ("license.conflict", "lineage.base_conflict")]
    return " ".join(" ".join(value) for value in values if isinstance(value, tuple) and not isinstance(value, Unknown))
