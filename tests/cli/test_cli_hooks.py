"""The hook definition: which files it asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


def wanted(hook: str, path: str) -> bool:
    """As pre-commit decides."""
    include, exclude = HOOKS[hook]["files"], HOOKS[hook].get("exclude", "^$")
    return bool(re.search(include, path)) and not re.search(exclude, path)


@pytest.mark.parametrize(
    "path",
    [
        "app.py",
        "notebooks/eval.ipynb",
        "deploy/compose.yml",
        "config/models.yaml",
        "web/src/chat.tsx",
        "Dockerfile",
        "deploy/Dockerfile.gpu",
        "ollama/Modelfile",
        ".env",
        "deploy/.env.example",
        "serve.sh",
        "serve.cmd",
        "warehouse/reviews.sql",
        "infra/main.tf",
        "infra/prod.tfvars",
        "infra/main.bicepparam",
        "src/main/java/acme/Chat.java",
        "src/Program.cs",
        "cmd/chat/main.go",
        "src/main/resources/application.properties",
        "requirements-dev.txt",
        "models/house/README.md",
        "models/house/model.safetensors",
    ],
)
def test_files_that_can_name_a_model(path: str) -> None:
    assert wanted("govscan", path)


@pytest.mark.parametrize(
    "path", ["docs/index.md", "logo.svg", "go.sum", "web/package-lock.json", "x/app.min.js", "a.pyc"]
)
def test_files_that_cannot(path: str) -> None:
    assert not wanted("govscan", path)


@pytest.mark.parametrize("path", ["govscan.yaml", "svc/govscan.yaml", ".govscan/waivers.yaml", ".govscan/reviews.yml"])
def test_policy_files(path: str) -> None:
    assert wanted("govscan-policy", path)


def test_other_yaml_is_not_a_policy() -> None:
    assert not wanted("govscan-policy", "config/models.yaml")
