"""Code of models: the same wherever they lie, with its facts, and the lines that `govscan why` shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from fakes.hub import Hub, Trouble

from govscan.cli import run
from govscan.evidence import Resolved
from govscan.facts import Facts, Unknown
from govscan.identify import identify
from govscan.reference import Identity, Location, Reference
from govscan.resolve import ResolveOptions, resolve

CARD = "---\nlicense: mit\n---\n# Small\n"
MODELING = "import os\nfrom .helper import go\n\ndef run():\n    os.system('id')\n"
HELPER = "import requests\n"
CONFIG = json.dumps({"auto_map": {"AutoModel": "modeling_a.A"}})
FILES = {
    "README.md": CARD,
    "LICENSE": "text",
    "config.json": CONFIG,
    "modeling_a.py": MODELING,
    "helper.py": HELPER,
    "unused.py": "import ctypes\n",
}


def read(root: Path, identity: Identity, offline: bool = False) -> Resolved:
    found = resolve([identity], ResolveOptions(root, offline=offline))[identity]
    assert isinstance(found, Resolved)
    return found


def facts_of(found: Resolved, **reference: object) -> Facts:
    said = Reference("huggingface", found.identity.name, Location("app.py", 3), "python:test", **reference)  # type: ignore[arg-type]
    return identify(found.identity, (said,), found, {}, (), dt.date(2026, 11, 1))


def values(facts: Facts) -> list[object]:
    names = ("remote_code", "remote_code_files", "remote_code_capabilities", "remote_code_sources")
    return [facts.get(f"model.{name}").value for name in names]


WANTED = [True, ("helper.py", "modeling_a.py"), ("network", "process"), ()]


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_on_the_hub(hub: Hub, tmp_path: Path) -> None:
    model = hub.add("acme/small", FILES)
    found = read(tmp_path, Identity("huggingface", "acme/small"))
    assert values(facts_of(found)) == WANTED
    assert found.code is not None
    helper, modeling = found.code.files
    assert modeling.sha256 == hashlib.sha256(MODELING.encode()).hexdigest()
    assert modeling.source == f"{hub.url}/acme/small/blob/{model.sha}/modeling_a.py"
    assert [(use.capability, use.line, use.what) for use in modeling.uses] == [("process", 5, "os.system")]
    assert [(use.capability, use.line) for use in helper.uses] == [("network", 1)]
    assert not any(path.endswith("unused.py") for path in hub.asked())
    asked = len(hub.requests)
    assert read(tmp_path, Identity("huggingface", "acme/small")).code == found.code
    assert len(hub.requests) == asked + 1
    assert not any(document.name.endswith(".py") for document in found.documents)


def test_in_the_tree(tmp_path: Path) -> None:
    write(tmp_path / "models" / "a", FILES)
    found = read(tmp_path, Identity("local", "models/a"), offline=True)
    assert values(facts_of(found)) == WANTED
    assert found.code is not None and found.code.files[1].source == "models/a/modeling_a.py"


def test_in_the_cache(tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "hf"
    monkeypatch.setenv("HF_HUB_CACHE", str(home))
    sha = "a" * 40
    snapshot = home / "models--acme--small" / "snapshots" / sha
    write(snapshot, FILES)
    identity = Identity("huggingface", "acme/small", sha)
    found = read(tmp_path, identity, offline=True)
    assert found.origin == "hf-cache"
    assert values(facts_of(found)) == WANTED
    (snapshot / "helper.py").unlink()
    missing = facts_of(read(tmp_path, identity, offline=True)).get("model.remote_code_capabilities").value
    assert isinstance(missing, Unknown) and "imports .helper" in missing.reason
    (snapshot / "config.json").unlink()
    unseen = facts_of(read(tmp_path, identity, offline=True)).get("model.remote_code_files").value
    assert isinstance(unseen, Unknown)


def test_a_link_out_of_the_model_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "a"
    write(folder, FILES)
    (tmp_path.parent / "outside.py").write_text("import socket")
    (folder / "helper.py").unlink()
    (folder / "helper.py").symlink_to(tmp_path.parent / "outside.py")
    value = facts_of(read(tmp_path, Identity("local", "models/a"), offline=True)).get("model.remote_code_capabilities")
    assert isinstance(value.value, Unknown) and "leads outside" in value.value.reason


def test_code_of_another_repository(hub: Hub, tmp_path: Path) -> None:
    config = json.dumps({"auto_map": {"AutoModel": "other/repo--modeling_b.B"}})
    hub.add("acme/small", {"README.md": CARD, "config.json": config})
    found = read(tmp_path, Identity("huggingface", "acme/small"))
    facts = facts_of(found)
    assert facts.value("model.remote_code") is True
    assert facts.value("model.remote_code_sources") == ("other/repo@main",)
    unread = facts.get("model.remote_code_capabilities").value
    assert isinstance(unread, Unknown) and "modeling_b.py of other/repo was not read" in unread.reason
    pinned = facts_of(found, hints=(("code_revision", "b" * 40),))
    assert pinned.value("model.remote_code_sources") == (f"other/repo@{'b' * 40}",)
    assert not any("other/repo" in path for path in hub.asked())


def test_an_ordinary_model_has_none(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/small", {"README.md": CARD, "config.json": '{"model_type": "llama"}', "tokenizer_config.json": "{}"})
    found = read(tmp_path, Identity("huggingface", "acme/small"))
    assert values(facts_of(found)) == [False, (), (), ()]
    assert values(facts_of(found, trust_remote_code=True))[0] is True


@pytest.mark.parametrize("trouble", [Trouble.GATED, Trouble.FORBIDDEN])
@pytest.mark.parametrize("where", ["config.json", "modeling_a.py", "helper.py"])
def test_code_that_is_not_given_out_is_unknown(trouble: Trouble, where: str, hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/small", FILES, trouble=trouble, where=where)
    facts = facts_of(read(tmp_path, Identity("huggingface", "acme/small")))
    assert isinstance(facts.get("model.remote_code_capabilities").value, Unknown)
    assert facts.get("model.remote_code").value is not False


def test_why_names_the_line_of_each_capability(hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    hub.add("acme/small", FILES)
    (tmp_path / "app.py").write_text(
        "from transformers import AutoModel\nAutoModel.from_pretrained('acme/small', trust_remote_code=True)\n"
    )
    run(["why", "acme/small", str(tmp_path)])
    out = capfd.readouterr().out
    assert "modeling_a.py:5" in out and "os.system" in out
    assert "helper.py:1" in out and "import requests" in out


def test_the_revision_of_the_code_is_no_pin_of_the_weights(hub: Hub, tmp_path: Path) -> None:
    from govscan.discover import discover

    sha = "b" * 40
    (tmp_path / "app.py").write_text(
        "from transformers import AutoModel\n"
        f"AutoModel.from_pretrained('acme/small', trust_remote_code=True, code_revision='{sha}')\n"
    )
    (reference,) = discover(tmp_path).references
    assert reference.revision is None and dict(reference.hints)["code_revision"] == sha
