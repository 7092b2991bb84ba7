"""Weight files of a scanned tree, from the bytes to the verdict."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from fakes.hub import isolate

from govscan.engine import ScanRequest, scan
from govscan.facts import Unknown
from govscan.report import Model, Report

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "weights"))
from corpus import BAD, benign, hdf5, malicious, tensor_pickle, torch_zip

POLICY = """govscan: 1
extends: [govscan:security-review]
"""
CODE = "from transformers import AutoModel\nAutoModel.from_pretrained('./models/house')\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    isolate(monkeypatch, tmp_path / "home")
    tree = tmp_path / "tree"
    (tree / "models" / "house").mkdir(parents=True)
    (tree / "models" / "house" / "README.md").write_text("---\nlicense: mit\n---\n# House\n")
    (tree / "app.py").write_text(CODE)
    (tree / "govscan.yaml").write_text(POLICY)
    return tree


def put(tree: Path, name: str, data: bytes) -> None:
    (tree / "models" / "house" / name).write_bytes(data)


def scanned(tree: Path) -> tuple[Report, Model, dict[str, str]]:
    report = scan(ScanRequest(tree, offline=True))
    (model,) = report.models
    return report, model, {each.rule: str(each.verdict) for each in report.findings}


def test_a_pickle_that_runs_a_program(tree: Path) -> None:
    put(tree, "pytorch_model.bin", torch_zip(tensor_pickle(BAD)))
    _, model, verdicts = scanned(tree)
    fact = model.facts.get("artifacts.unsafe_globals")
    assert fact.value == ("posix.system",)
    assert fact.source is not None
    assert fact.source.place == "models/house/pytorch_model.bin"
    assert fact.source.quote == "posix.system in archive/data.pkl"
    assert verdicts["unsafe-globals"] == "fail"
    assert verdicts["weights-run-nothing"] == "pass"


def test_plain_tensors(tree: Path) -> None:
    put(tree, "pytorch_model.bin", torch_zip(tensor_pickle()))
    put(tree, "model.safetensors", dict(benign())["model.safetensors"])
    _, model, verdicts = scanned(tree)
    for name in ("unsafe_globals", "unfamiliar_globals", "dangers", "troubles"):
        assert model.facts.value(f"artifacts.{name}") == ()
    assert {verdicts[rule] for rule in ("unsafe-globals", "weights-run-nothing", "weights-readable")} == {"pass"}


def test_a_lambda_and_a_damaged_file(tree: Path) -> None:
    put(tree, "model.h5", hdf5("Lambda"))
    put(tree, "model.safetensors", b"\xff" * 20)
    _, model, verdicts = scanned(tree)
    assert model.facts.value("artifacts.dangers") == ("model.h5: in its configuration a Lambda runs code of its own",)
    assert verdicts["weights-run-nothing"] == "fail"
    assert verdicts["weights-readable"] == "fail"


def test_a_pickle_that_breaks_off_is_never_a_pass(tree: Path) -> None:
    put(tree, "model.pkl", dict(benign())["words.pkl"][:-20])
    _, model, verdicts = scanned(tree)
    assert isinstance(model.facts.get("artifacts.unsafe_globals").value, Unknown)
    assert verdicts["unsafe-globals"] == "unknown"
    assert verdicts["weights-readable"] == "fail"


def test_weights_that_nobody_looked_into_are_unknown(tree: Path) -> None:
    shutil.rmtree(tree / "models")
    (tree / "app.py").write_text("from transformers import AutoModel\nAutoModel.from_pretrained('gpt2')\n")
    _, model, _ = scanned(tree)
    assert isinstance(model.facts.get("artifacts.unsafe_globals").value, Unknown)


@pytest.mark.parametrize("kind", ["fifo", "outside", "loop"])
def test_what_is_no_regular_file_is_not_opened(kind: str, tree: Path, tmp_path: Path) -> None:
    place = tree / "models" / "house" / "model.pkl"
    if kind == "fifo":
        os.mkfifo(place)
    elif kind == "outside":
        (tmp_path / "secret.pkl").write_bytes(dict(malicious())["memo.pkl"])
        place.symlink_to(tmp_path / "secret.pkl")
    else:
        place.symlink_to(place)
    _, model, verdicts = scanned(tree)
    assert isinstance(model.facts.get("artifacts.unsafe_globals").value, Unknown)
    assert verdicts["unsafe-globals"] == "unknown"


def test_the_same_from_the_cache_of_the_hub(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = tmp_path / "hub" / "models--acme--house" / "snapshots" / ("a" * 40)
    snapshot.mkdir(parents=True)
    (snapshot.parent.parent / "refs").mkdir()
    (snapshot.parent.parent / "refs" / "main").write_text("a" * 40)
    (snapshot / "README.md").write_text("---\nlicense: mit\n---\n")
    (snapshot / "LICENSE").write_text("MIT")
    (snapshot / "pytorch_model.bin").write_bytes(torch_zip(tensor_pickle(BAD)))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    shutil.rmtree(tree / "models")
    (tree / "app.py").write_text("from transformers import AutoModel\nAutoModel.from_pretrained('acme/house')\n")
    _, model, _ = scanned(tree)
    assert model.facts.value("artifacts.unsafe_globals") == ("posix.system",)
