"""`govscan pin` against a Hub over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.hub import Hub

from govscan.cli import run
from govscan.engine import ScanRequest, scan

APP = 'from transformers import pipeline\npipe = pipeline(model="acme/small", revision="main")  # as it was\n'


def test_shown_without_write_then_written_and_seen_by_a_rescan(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sha = hub.add("acme/small", {"README.md": "# Small"}).sha
    file = tmp_path / "src" / "app.py"
    file.parent.mkdir()
    file.write_text(APP)

    assert run(["pin", str(tmp_path)]) == 0
    out = capfd.readouterr().out
    assert "a/src/app.py" in out and "+pipe = pipeline(" in out and sha in out
    assert file.read_text() == APP

    assert run(["pin", str(tmp_path), "--write"]) == 0
    assert file.read_text() == APP.replace("main", sha)
    [model] = scan(ScanRequest(tmp_path)).models
    assert [reference.revision for reference in model.references] == [sha]
    capfd.readouterr()

    assert run(["pin", str(tmp_path), "--write"]) == 0
    assert capfd.readouterr().out == ""


def test_what_is_left_alone_is_listed_with_its_reason(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.add("acme/small", {"README.md": "# Small"})
    text = 'from transformers import pipeline\npipe = pipeline(model="acme/small", **more)\n'
    (tmp_path / "app.py").write_text(text)

    assert run(["pin", str(tmp_path), "--write"]) == 3
    assert "left alone: app.py:2: acme/small: the call spreads" in capfd.readouterr().err
    assert (tmp_path / "app.py").read_text() == text


def test_a_model_whose_commit_is_not_known_is_left_alone(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "app.py").write_text(APP)
    assert run(["pin", str(tmp_path), "--write"]) == 3
    assert "its commit is not known" in capfd.readouterr().err
    assert (tmp_path / "app.py").read_text() == APP
