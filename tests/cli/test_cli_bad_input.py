"""What a user gets for input that is wrong, hostile or absent: a clear message, and the rest of the scan."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scanning import scan_json

from govscan.cli import run

GOOD = "from transformers import pipeline\npipe = pipeline(model='Qwen/Qwen3-8B')\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "good.py").write_text(GOOD)
    return tmp_path


def names(report: dict) -> set[str]:  # type: ignore[type-arg]
    return {model["name"] for model in report["models"]}


def problem(report: dict, path: str) -> str:  # type: ignore[type-arg]
    (found,) = [p["message"] for p in report["problems"] if p["path"] == path]
    return str(found)


def test_missing_path(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(tmp_path / "nowhere")]) == 2
    assert "nowhere: no such file or directory" in capfd.readouterr().err


def test_empty_repository(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(tmp_path), "--offline"]) == 0
    assert "no models found" in capfd.readouterr().out.lower()


MALFORMED = {
    "binary.py": b"\x00\x01\x02from_pretrained\x00",
    "broken.py": b"model = from_pretrained('a/b'\n",
    "python2.py": b"print 'x'\nmodel = from_pretrained('acme/old')\n",
    "broken.yaml": b"model: [Qwen/Qwen3-8B\nother: {\n",
    "broken.json": b'{"model": "Qwen/Qwen3-8B",, }',
    "broken.ipynb": b'{"cells": [{"cell_type": "code", "source": ["from_pretrained("',
}


@pytest.mark.parametrize("name", sorted(MALFORMED))
def test_malformed_file_is_a_problem_and_the_rest_is_scanned(
    name: str, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tree / name).write_bytes(MALFORMED[name])
    code, report = scan_json(tree, capfd, "--offline")
    assert code in (1, 3)
    assert problem(report, name)
    assert "Qwen/Qwen3-8B" in names(report)


def test_100_mb_file_is_bounded(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (tree / "huge.py").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    _, report = scan_json(tree, capfd, "--offline")
    assert "MB" in problem(report, "huge.py")
    assert "Qwen/Qwen3-8B" in names(report)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "secret.py").write_text(GOOD)
    (tree / "secret.py").chmod(0)
    _, report = scan_json(tree, capfd, "--offline")
    assert problem(report, "secret.py")


def test_a_pipe_does_not_block(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tree / "pipe.py")
    _, report = scan_json(tree, capfd, "--offline")
    assert "Qwen/Qwen3-8B" in names(report)


def test_loops_of_symlinks(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "loop").symlink_to(tree, target_is_directory=True)
    (tree / "a.py").symlink_to(tree / "b.py")
    (tree / "b.py").symlink_to(tree / "a.py")
    _, report = scan_json(tree, capfd, "--offline")
    (model,) = [m for m in report["models"] if m["name"] == "Qwen/Qwen3-8B"]
    assert len(model["references"]) == 1


def test_symlinks_do_not_leave_the_root(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "outside.py").write_text(GOOD)
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.py").symlink_to(tmp_path / "outside.py")
    _, report = scan_json(root, capfd, "--offline")
    assert not names(report)


def test_policy_with_a_typo(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    policy = "govscan: 1\nname: x\nextends: [govscan:baseline]\nrules:\n  - id: a\n    levl: error\n"
    (tree / "govscan.yaml").write_text(policy)
    assert run(["scan", str(tree), "--offline"]) == 2
    error = capfd.readouterr().err
    assert "govscan.yaml:6:5" in error
    assert "did you mean" in error.lower()
    assert "level" in error


def test_file_names_with_newlines_and_escapes(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "a\n\x1b[31mb.py").write_text(GOOD)
    assert run(["scan", str(tree), "--offline"]) in (0, 1, 3)
    assert "\x1b" not in capfd.readouterr().out


def test_unknown_verb_and_unknown_option(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["scna"]) == 2
    assert "Did you mean 'scan'" in capfd.readouterr().err
    assert run(["scan", "--ofline"]) == 2
    assert "--offline" in capfd.readouterr().err


@pytest.mark.parametrize("output", ["pdff:x", "json", "json:", "json:/no/such/folder/report.json", "json:/"])
def test_output_that_cannot_be_written_is_said_before_the_scan(output: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", "--output", output]) == 2
    assert "--output" in capfd.readouterr().err


def test_why_of_a_model_that_is_not_there(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "Qwen/Qwen3-9B", str(tree), "--offline"]) == 2
    assert "did you mean Qwen/Qwen3-8B" in capfd.readouterr().err


def test_interrupt_is_clean(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a long scan: no traceback, no half-written report."""
    for number in range(3_000):
        (tmp_path / f"m{number}.py").write_text(GOOD * 200)
    target = tmp_path / "report.json"
    command = [sys.executable, "-m", "govscan", "scan", str(tmp_path), "--offline", "--output", f"json:{target}"]
    heed = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731 - what is ignored here is inherited
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed
    ) as process:
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in err
    assert "interrupted" in err
    assert not target.exists()


def test_reader_that_closes_early(tree: Path) -> None:
    command = f"{sys.executable} -m govscan scan {tree} --offline --format json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
