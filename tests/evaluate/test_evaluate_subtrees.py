"""Sub-trees of a monorepo: a root lists them, they tighten, and they have locks of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.hub import Hub, isolate
from scanning import scan_json

from govscan.cli import run
from govscan.errors import InvalidInput
from govscan.evaluate import find_policy, load_policy
from govscan.policy import Level

ROOT = """\
govscan: 1
name: monorepo
extends: [govscan:baseline]
subtrees: [services/shop, services]
contexts:
  all: {paths: ["**"], use: commercial, regions: [DE], monthly_active_users: 1000}
"""
SERVICES = "govscan: 1\nrules:\n  - {id: revision-pinned, level: error}\n"
SHOP = "govscan: 1\nrules:\n  - {id: only-qwen, level: error, require: {model.provider: {is: huggingface}}}\n"
APP = "from transformers import pipeline\npipe = pipeline(model='Qwen/Qwen3-8B')\n"
GPT = "from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-4o', messages=[])\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    isolate(monkeypatch, tmp_path / "home")
    root = tmp_path / "tree"
    files = {
        "govscan.yaml": ROOT,
        "services/govscan.yaml": SERVICES,
        "services/shop/govscan.yaml": SHOP,
        "lab/try.py": APP + GPT,
        "services/api.py": APP + GPT,
        "services/shop/app.py": APP + GPT,
        ".git/HEAD": "",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def errors(report: dict) -> dict[str, set[str]]:
    return {
        each["rule"]: {place["path"] for place in each["places"]}
        for each in report["findings"]
        if each["verdict"] == "fail" and each["level"] == "error"
    }


def test_rules_hold_where_they_were_written(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, report = scan_json(tree, capfd, "--offline")
    assert code == 1
    assert errors(report) == {
        "revision-pinned": {"services/api.py", "services/shop/app.py"},
        "only-qwen": {"services/shop/app.py"},
    }
    warned = [each for each in report["findings"] if each["rule"] == "revision-pinned" and each["level"] == "warning"]
    assert {place["path"] for each in warned for place in each["places"]} == {"lab/try.py"}


@pytest.mark.parametrize("folder", ["", "services", "services/shop", "lab"])
def test_a_folder_is_judged_as_the_whole_is(folder: str, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = errors(scan_json(tree, capfd, "--offline")[1])
    part = errors(scan_json(tree / folder, capfd, "--offline")[1])
    below = {rule: {path for path in paths if path.startswith(folder)} for rule, paths in whole.items()}
    assert part == {rule: paths for rule, paths in below.items() if paths}


def test_the_digest_is_over_all_of_them(tree: Path) -> None:
    before = load_policy(None, tree)
    assert [name for name, _ in before.layers][-2:] == ["services/govscan.yaml", "services/shop/govscan.yaml"]
    (tree / "services" / "shop" / "govscan.yaml").write_text(SHOP + "# a word\n")
    assert load_policy(None, tree).digest != before.digest
    assert find_policy(tree / "services" / "shop" / "govscan.yaml", tree) == tree / "govscan.yaml"


def test_a_policy_that_nobody_lists_is_its_own(tree: Path) -> None:
    (tree / "lab" / "govscan.yaml").write_text("govscan: 1\nname: lab\nextends: [govscan:baseline]\n")
    assert load_policy(None, tree / "lab").name == "lab"
    assert load_policy(None, tree).rules_at("lab/try.py") == load_policy(None, tree).rules


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (
            "services/govscan.yaml",
            SERVICES.replace("error", "note"),
            "services/govscan.yaml:3:5: this lowers the level",
        ),
        ("services/govscan.yaml", SERVICES + "overrides: []\n", "services/govscan.yaml:4:1"),
        ("services/govscan.yaml", "govscan: 1\ncontexts: {}\n", "services/govscan.yaml:2:1"),
        ("services/govscan.yaml", "rules: []\n", "does not say `govscan: 1`"),
        ("services/shop/govscan.yaml", "govscan: 1\nrules: [{id: x}]\n", "services/shop/govscan.yaml:2:9"),
        ("govscan.yaml", ROOT.replace("services]", "nowhere]"), "there is no govscan.yaml in nowhere"),
        ("govscan.yaml", ROOT.replace("services]", "../up]"), "must be a folder below this one"),
        ("govscan.yaml", ROOT.replace("services]", "services/shop/]"), "is there twice"),
        ("govscan.yaml", ROOT.replace("services]", ".]"), "must be a folder below this one"),
    ],
)
def test_mistakes(path: str, text: str, said: str, tree: Path) -> None:
    (tree / path).write_text(text)
    with pytest.raises(InvalidInput) as error:
        load_policy(None, tree)
    assert said in str(error.value)


def test_a_sub_tree_tightens_what_the_one_above_it_wrote(tree: Path) -> None:
    rules = {rule.id: rule for rule in load_policy(None, tree).rules_at("services/shop/app.py")}
    assert rules["revision-pinned"].level is Level.ERROR
    assert rules["only-qwen"].origin == "services/shop/govscan.yaml"
    (tree / "services" / "shop" / "govscan.yaml").write_text(
        "govscan: 1\nrules: [{id: revision-pinned, level: note}]\n"
    )
    with pytest.raises(InvalidInput, match="lowers the level"):
        load_policy(None, tree)


def test_locks_of_sub_trees(hub: Hub, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("acme/everywhere", "acme/shop"):
        hub.add(name, {"README.md": "---\nlicense: mit\n---\n# A\n", "model.safetensors": b"x"})
    (tree / "lab" / "try.py").write_text(APP.replace("Qwen/Qwen3-8B", "acme/everywhere"))
    (tree / "services" / "api.py").unlink()
    shop = APP.replace("Qwen/Qwen3-8B", "acme/shop") + "more = pipeline(model='acme/everywhere')\n"
    (tree / "services" / "shop" / "app.py").write_text(shop)
    own = tree / "services" / "shop" / "govscan.lock"
    own.write_text("lock_version = 1\n")
    assert run(["lock", str(tree)]) == 0
    assert "acme/shop" in own.read_text()
    assert "acme/everywhere" in own.read_text()
    assert "acme/shop" not in (tree / "govscan.lock").read_text()
    assert run(["lock", str(tree), "--check"]) == 0
    _, report = scan_json(tree, capfd, "--locked")
    assert {model["evidence"]["status"] for model in report["models"]} == {"resolved"}
    assert run(["lock", str(tree / "services" / "shop")]) == 0
    assert run(["lock", str(tree), "--check"]) == 0

    own.write_text(own.read_text().replace('concluded = "MIT"', 'concluded = "Apache-2.0"'))
    capfd.readouterr()
    assert run(["scan", str(tree), "--locked"]) == 2
    assert "huggingface:acme/everywhere is locked otherwise in" in capfd.readouterr().err
