"""Pins in shell, Dockerfile and configuration files: the edit is exact, and a rescan sees the commit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.discover import discover
from govscan.discover.pins_text import pin_text

SHA = "0123456789abcdef0123456789abcdef01234567"

EXACT = [
    ("run.sh", "vllm serve acme/a --port 8000\n", f"vllm serve acme/a --revision {SHA} --port 8000\n"),
    ("run.sh", "vllm serve 'acme/a' \\\n  --port 1\n", f"vllm serve 'acme/a' --revision {SHA} \\\n  --port 1\n"),
    (
        "run.sh",
        "text-generation-launcher --model-id=acme/a --revision main\n",
        f"text-generation-launcher --model-id=acme/a --revision {SHA}\n",
    ),
    ("Dockerfile", "FROM x\nRUN hf download acme/a\n", f"FROM x\nRUN hf download acme/a --revision {SHA}\n"),
    (
        "Dockerfile",
        'FROM vllm/vllm-openai:v0.9\nCMD ["--model", "acme/a", "--port", "1"]\n',
        f'FROM vllm/vllm-openai:v0.9\nCMD ["--model", "acme/a", "--revision", "{SHA}", "--port", "1"]\n',
    ),
    (
        "compose.yaml",
        "services:\n  a:\n    image: vllm/vllm-openai:v1\n    command:\n      - --model\n      - acme/a\n",
        "services:\n  a:\n    image: vllm/vllm-openai:v1\n    command:\n      - --model\n      - acme/a\n"
        f'      - --revision\n      - "{SHA}"\n',
    ),
    (
        "compose.yaml",
        'services:\n  a:\n    image: vllm/vllm-openai:v1\n    command: ["--model", "acme/a"]\n',
        f'services:\n  a:\n    image: vllm/vllm-openai:v1\n    command: ["--model", "acme/a", "--revision", "{SHA}"]\n',
    ),
    (
        "conf.yaml",
        "model:\n  name: acme/a  # main one\n  revision: main\n",
        f"model:\n  name: acme/a  # main one\n  revision: {SHA}\n",
    ),
    (
        "conf.yaml",
        "a:\n  model: acme/a\n  revision: main\nb:\n  revision: v1\n",
        f"a:\n  model: acme/a\n  revision: {SHA}\nb:\n  revision: v1\n",
    ),
    ("run.sh", "M=acme/a\nvllm serve $M --revision main\n", f"M=acme/a\nvllm serve $M --revision {SHA}\n"),
    ("conf.json", '{"model": "acme/a", "revision": "v1"}\n', f'{{"model": "acme/a", "revision": "{SHA}"}}\n'),
]

LEFT = [
    ("run.sh", "llama-server -hf acme/a\n", "not a program"),
    ("conf.yaml", "model_name_or_path: acme/a\n", "not a program"),
    ("run.sh", "vllm serve acme/a --revision main\n" * 2, "no edit is certain"),
    ("run.sh", "vllm serve acme/a --revision $R\n", "a revision stands there"),
    ("run.sh", "vllm serve acme/a \\\n  --revision $R\n", "a revision stands there"),
]


def pinned(tmp_path: Path, name: str, text: str) -> tuple[str, list[str]]:
    (tmp_path / name).write_text(text)
    wanted = [(reference, SHA) for reference in discover(tmp_path).references]
    after, kept = pin_text(text.encode(), name, wanted)
    return after.decode(), [each.reason for each in kept]


@pytest.mark.parametrize(("name", "before", "after"), EXACT)
def test_the_edit_is_exact(name: str, before: str, after: str, tmp_path: Path) -> None:
    assert pinned(tmp_path, name, before) == (after, [])
    (tmp_path / name).write_text(after)
    assert [reference.revision for reference in discover(tmp_path).references] == [SHA]


@pytest.mark.parametrize(("name", "text", "reason"), LEFT)
def test_what_is_not_certain_is_left_alone(name: str, text: str, reason: str, tmp_path: Path) -> None:
    after, reasons = pinned(tmp_path, name, text)
    assert after == text
    assert reasons and all(reason in each for each in reasons)


@given(
    st.sampled_from(["vllm serve {}", "hf download {}", "python -m sglang.launch_server --model-path {} --tp 2"]),
    st.sampled_from(["acme/a", "'acme/a'", '"acme/a"']),
    st.sampled_from(["", " --revision main", " --revision=v1.0", " # a remark"]),
    st.sampled_from(["", "echo start\n", "export X=1\n"]),
)
def test_a_generated_command_carries_the_pin_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, command: str, name: str, tail: str, head: str
) -> None:
    folder = tmp_path_factory.mktemp("pin")
    text = f"{head}{command.format(name)}{tail}\n"
    after, _ = pinned(folder, "run.sh", text)
    (folder / "run.sh").write_text(after)
    assert [reference.revision for reference in discover(folder).references] == [SHA]
    rest = text.replace(" --revision main", "").replace(" --revision=v1.0", "")
    assert after.replace(f" --revision {SHA}", "").replace(f" --revision={SHA}", "") == rest
