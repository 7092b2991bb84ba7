"""A real MLflow registry in a folder, asked through MLflow's client in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from govscan.evidence import Failure, Unresolved
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve

REGISTER = """
import sys
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1], registry_uri=sys.argv[1])
client.create_registered_model("claims")
for number in (1, 2):
    client.create_model_version("claims", f"{sys.argv[2]}/v{number}", tags={"license": "mit"})
client.set_registered_model_alias("claims", "champion", "1")
"""
APP = """
import mlflow
first = mlflow.pyfunc.load_model("models:/claims@champion")
second = mlflow.transformers.load_model("models:/claims/2")
newest = mlflow.pyfunc.load_model("models:/claims")
other = mlflow.pyfunc.load_model("models:/absent/1")
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    pytest.importorskip("mlflow", reason="MLflow's client is not installed")
    for number, license_ in ((1, "apache-2.0"), (2, "cc-by-nc-4.0")):
        folder = tmp_path / "art" / f"v{number}"
        (folder / "model").mkdir(parents=True)
        (folder / "model_card.md").write_text(f"---\nlicense: {license_}\n---\n# Claims\n")
        (folder / "model" / "weights.safetensors").write_bytes(b"\0")
    store = (tmp_path / "store").as_uri()
    found = {**os.environ, "MLFLOW_ALLOW_FILE_STORE": "true", "MLFLOW_TRACKING_URI": store, "HF_HUB_OFFLINE": ""}
    found["MLFLOW_DISABLE_TELEMETRY"] = "true"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", REGISTER, store, str(tmp_path / "art")],
        env=found,
        check=True,
        capture_output=True,
        timeout=100,
    )
    return found


@pytest.mark.slow
def test_versions_aliases_and_what_is_not_there(environment: dict[str, str], tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "app.py").write_text(APP)
    command = [sys.executable, "-m", "govscan", "scan", str(tree), "--format", "json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
    report: dict[str, Any] = json.loads(done.stdout)
    models = {(model["name"], model["revision"]): model for model in report["models"]}
    assert set(models) == {("claims", "champion"), ("claims", "2"), ("claims", None), ("absent", "1")}

    def concluded(name: str, revision: str | None) -> object:
        return models[(name, revision)]["facts"]["license.concluded"].get("value")

    assert concluded("claims", "champion") == "Apache-2.0"
    assert concluded("claims", "2") == concluded("claims", None) == "CC-BY-NC-4.0"
    assert "the MLflow registry has no absent 1" in done.stdout
    assert done.stderr == ""


def test_without_a_registry_it_says_what_to_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MLFLOW_TRACKING_URI", "MLFLOW_REGISTRY_URI"):
        monkeypatch.delenv(name, raising=False)
    identity = Identity("mlflow", "claims", "1")
    found = resolve([identity], ResolveOptions(tmp_path))[identity]
    assert isinstance(found, Unresolved)
    assert found.failure is Failure.UNSUPPORTED and "MLFLOW_REGISTRY_URI" in found.detail
