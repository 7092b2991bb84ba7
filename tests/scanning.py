"""What several tests share: a policy, two programs, and how to scan a tree from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govscan.cli import run

TEAM_POLICY = """\
govscan: 1
name: team
extends: [govscan:baseline]
contexts:
  all: {paths: ["**"], use: commercial, regions: [DE], monthly_active_users: 1000}
"""
"""A policy that knows all about the one context there is, so that nothing is undecided for want of an answer."""

ALLOWED = "from transformers import pipeline\npipe = pipeline(model='Qwen/Qwen3-8B')\n"
FORBIDDEN = ALLOWED.replace("Qwen/Qwen3-8B", "Qwen/Qwen2.5-Coder-3B-Instruct")


def scan_json(tree: Path, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    """Exit code and report of `govscan scan`; a traceback anywhere is a failure."""
    capfd.readouterr()
    code = run(["scan", str(tree), "--format", "json", *options])
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err
    return code, json.loads(out)
