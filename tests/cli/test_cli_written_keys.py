"""A key that is written in the scanned code reaches no output, no record, no cache and no log."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from govscan.cli import run
from govscan.render import FORMATS

POLICY = "govscan: 1\nname: team\nextends: [govscan:security-review]\n"


def drawn(mark: str, length: int, seed: int = 11) -> str:
    return mark + "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=length))


KEYS = (drawn("sk-proj-", 60), drawn("sk-ant-api03-", 90), drawn("", 40), drawn("", 14), drawn("hf_", 34))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "govscan.yaml").write_text(POLICY)
    (tree / "app.py").write_text(
        "from openai import OpenAI\nfrom transformers import AutoModel\nimport requests\n"
        f'OpenAI(api_key="{KEYS[0]}").chat.completions.create(model="gpt-4o")\n'
        f'OpenAI(base_url="http://me:{KEYS[3]}@llm.corp.example/v1").chat.completions.create(model="house-1")\n'
        f'AutoModel.from_pretrained("Qwen/Qwen3-8B", token="{KEYS[4]}")\n'
        'body = {"model": "mistral-large-latest"}\n'
        'requests.post("https://api.mistral.ai/v1/chat/completions", verify=False, json=body)\n'
    )
    (tree / "llm.yaml").write_text(f"llm:\n  model: claude-sonnet-4-5\n  api_key: {KEYS[1]}\n")
    (tree / ".env").write_text(
        f"AZURE_OPENAI_API_KEY={KEYS[2]}\nAZURE_OPENAI_ENDPOINT=https://x.openai.azure.com\n"
        "AZURE_OPENAI_DEPLOYMENT=gpt-4o\n"
    )
    return tree


def assert_silent(data: bytes, where: str) -> None:
    for key in KEYS:
        assert key.encode() not in data, where
        assert key[:12].encode() not in data, where


@pytest.mark.parametrize("verb", ["scan", "check"])
@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "pdf"])
def test_no_format_shows_it(
    tree: Path, verb: str, format_: str, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree)
    what = ["app.py", "llm.yaml", ".env"] if verb == "check" else [".", "--offline"]
    assert run([verb, *what, "--format", format_]) == 1
    out, err = capfdbinary.readouterr()
    assert out
    assert_silent(out, format_)
    assert_silent(err, "stderr")
    if format_ == "json":
        for place in (b"app.py:4", b"app.py:5", b"app.py:6", b"app.py:8", b"llm.yaml:3", b".env:1"):
            path, _, line = place.partition(b":")
            assert path in out
            assert line in out
        assert out.count(b'"no-written-keys"') >= 5


def test_no_record_holds_it(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tree)
    cache = tree / "cache"
    monkeypatch.setenv("GOVSCAN_CACHE", str(cache))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    run(["lock", ".", "--offline"])
    run(["why", "gpt-4o", "--offline"])
    run(["baseline", "."])
    run(["notice", "."])
    run(["audit", ".", "-o", "out", "--offline"])
    out, err = capfdbinary.readouterr()
    assert_silent(out + err, "stdout and stderr")
    written = [path for path in tree.rglob("*") if path.is_file() and path.name not in ("app.py", "llm.yaml", ".env")]
    assert len(written) > 3
    for path in written:
        assert_silent(path.read_bytes(), str(path))


def test_the_place_is_shown_where_a_person_reads(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree)
    assert run(["check", "llm.yaml"]) == 1
    out, _ = capfd.readouterr()
    assert "no-written-keys" in out
    assert "llm.yaml:3" in out
