"""`govscan notice` from the command line: stdout, a bundle in a folder, exit codes, misuse."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from govscan.cli import run

HOSTED = "from openai import OpenAI\nclient = OpenAI()\nclient.responses.create(model='gpt-4o', input='x')\n"
LOCAL = "from transformers import AutoModel\nmodel = AutoModel.from_pretrained('models/house')\n"
CARD = "---\nlicense: apache-2.0\ndatasets:\n- tatsu-lab/alpaca\n---\n# House\n"
LICENSE = "The House License, invented for this test.\n\nCopyright (c) 2026 House Works\n\nDo as you please.\n"
NOW = ("--offline", "--now", "2026-11-24")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with a model of its own, which has a license text and a notice."""
    house = tmp_path / "models" / "house"
    house.mkdir(parents=True)
    (house / "README.md").write_text(CARD)
    (house / "LICENSE").write_text(LICENSE)
    (house / "NOTICE").write_text("House models by House Works\n")
    (house / "config.json").write_text("{}")
    (tmp_path / "app.py").write_text(LOCAL)
    (tmp_path / "LICENSE").write_text("The license of the application, which is nobody else's.\n")
    return tmp_path


def test_stdout_has_the_notice_and_what_is_missing(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["notice", str(tree), *NOW]) == 3
    out = capfd.readouterr().out
    assert out.startswith("NOTICE\n")
    assert "models/house" in out
    assert "House models by House Works" in out
    assert "Copyright (c) 2026 House Works" in out
    assert "What could not be found" in out
    assert "nobody else" not in out


def test_only_hosted_models_with_known_terms_are_complete(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(HOSTED)
    assert run(["notice", str(tmp_path), *NOW]) == 0
    out = capfd.readouterr().out
    assert "gpt-4o" in out
    assert "https://" in out
    assert "nothing is missing" in out


def test_a_violated_policy_is_not_the_business_of_a_notice(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(HOSTED)
    (tmp_path / "govscan.yaml").write_text(
        "govscan: 1\nname: strict\nrules:\n- id: none-hosted\n  level: error\n"
        "  require: {model.access: {is: self-hosted}}\n"
    )
    assert run(["scan", str(tmp_path), *NOW]) == 1
    assert run(["notice", str(tmp_path), *NOW]) == 0
    capfd.readouterr()


def test_a_folder_gets_the_whole_bundle(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tree / "dist" / "notices"
    assert run(["notice", str(tree), *NOW, "-o", str(folder)]) == 3
    out = capfd.readouterr().out
    assert "wrote NOTICE, notice.json and 2 texts" in out
    assert "could not be found, see NOTICE" in out
    made = json.loads((folder / "notice.json").read_text())
    assert made["complete"] is False
    assert {text["role"] for text in made["texts"]} == {"license", "notice"}
    for text in made["texts"]:
        assert hashlib.sha256((folder / text["file"]).read_bytes()).hexdigest() == text["sha256"]
    assert (folder / "NOTICE").read_text().startswith("NOTICE\n")
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run(["notice", str(tree), *NOW, "-o", str(folder)])
    again = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert set(first) <= set(again)
    assert again[folder / "NOTICE"] == first[folder / "NOTICE"]


def test_markdown_writes_notice_md(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(["notice", str(tree), *NOW, "-o", str(tree / "out"), "--format", "markdown"])
    assert (tree / "out" / "NOTICE.md").read_text().startswith("# NOTICE\n")
    assert not (tree / "out" / "NOTICE").exists()
    capfd.readouterr()
    run(["notice", str(tree), *NOW, "--format", "json"])
    assert json.loads(capfd.readouterr().out)["govscan_notice"] == 1


def test_a_context_that_is_not_there_is_misuse(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "govscan.yaml").write_text(
        "govscan: 1\nname: x\nextends: [govscan:baseline]\ncontexts:\n  production: {paths: ['**'], use: commercial}\n"
    )
    assert run(["notice", str(tree), *NOW, "--context", "prodction"]) == 2
    assert "did you mean 'production'" in capfd.readouterr().err
    assert run(["notice", str(tree), *NOW, "--context", "production"]) == 3
    assert "models/house" in capfd.readouterr().out


@pytest.mark.parametrize("options", [["--format", "pdf"], ["--context"], ["-o", "app.py"], ["--nonsense"]])
def test_misuse(
    options: list[str], tree: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree)
    assert run(["notice", ".", *NOW, *options]) == 2
    assert "Traceback" not in capfd.readouterr().err


def test_a_folder_below_a_file_is_misuse(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["notice", str(tree), *NOW, "-o", str(tree / "app.py" / "out")]) == 2
    assert "cannot be made" in capfd.readouterr().err


def test_an_empty_tree(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["notice", str(tmp_path), *NOW]) == 0
    assert "No AI model was found" in capfd.readouterr().out
