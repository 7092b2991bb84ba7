"""What several tests do: scan a tree from the command line and read the JSON report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govscan.cli import run


def scan_json(tree: Path, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    """Exit code and report of `govscan scan`; a traceback anywhere is a failure."""
    capfd.readouterr()
    code = run(["scan", str(tree), "--format", "json", *options])
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err
    return code, json.loads(out)
