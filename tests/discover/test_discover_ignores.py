"""`govscan: ignore[reason]`: what it takes out, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from govscan.discover import Discovery, discover
from govscan.errors import ProblemKind


def found(root: Path, path: str, text: str) -> Discovery:
    (root / path).write_text(text, encoding="utf-8")
    return discover(root)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'model = "acme/chat-7b"  # govscan: ignore[a data set]\n'),
        ("a.py", '# govscan: ignore[a data set]\nmodel = "acme/chat-7b"\n'),
        ("a.ts", 'const model = "acme/chat-7b"; // govscan: ignore[a data set]\n'),
        ("a.yaml", "model: acme/chat-7b  # govscan: ignore[a data set]\n"),
        ("a.tf", '// govscan:ignore[a data set]\nmodel = "acme/chat-7b"\n'),
        ("Main.java", 'class A { String model = "acme/chat-7b"; } // govscan: ignore[a data set]\n'),
    ],
)
def test_the_line_of_the_literal_or_the_line_above(tmp_path: Path, path: str, text: str) -> None:
    discovery = found(tmp_path, path, text.replace("class A", "import com.openai.x.Y;\nclass A"))
    assert discovery.references == ()
    [(reference, reason)] = discovery.suppressed
    assert (reference.name, reason) == ("acme/chat-7b", "a data set")
    assert discovery.problems == ()


def test_a_comment_behind_code_speaks_of_its_own_line_only(tmp_path: Path) -> None:
    text = 'embedding_model = "acme/a"  # govscan: ignore[why]\nchat_model = "acme/b"\n'
    discovery = found(tmp_path, "a.py", text)
    assert [reference.name for reference in discovery.references] == ["acme/b"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{\n  "//": "govscan: ignore[why]",\n  "model": "acme/x"\n}'),
        ("a.json", '{\n  "_comment": "govscan: ignore[why]",\n  "model": "acme/x"\n}'),
        ("a.jsonc", '{\n  // govscan: ignore[why]\n  "model": "acme/x"\n}'),
        ("a.properties", "! govscan: ignore[why]\nllm.model=acme/x\n"),
        ("a.ini", "[a]\n; govscan: ignore[why]\nmodel = acme/x\n"),
        ("a.ps1", "<# govscan: ignore[why] #>\nollama pull acme/x:1\n"),
        ("a.bat", "REM govscan: ignore[why]\nollama pull acme/x:1\n"),
        ("a.ts", "/* govscan: ignore[why] */\nconst model = 'acme/x';\n"),
        ("a.tf", 'variable "model" { default = "acme/x" } // govscan: ignore[why]\n'),
        ("Modelfile", "# govscan: ignore[why]\nFROM acme/x:1\n"),
    ],
)
def test_every_language_has_its_comment(tmp_path: Path, path: str, text: str) -> None:
    (tmp_path / path).write_text(text)
    found = discover(tmp_path)
    assert (found.references, [reason for _, reason in found.suppressed]) == ((), ["why"])


@pytest.mark.parametrize("comment", ["# govscan: ignore", "# govscan: ignore[]", "# govscan: ignore[ ]"])
def test_without_a_reason_nothing_is_ignored_and_it_is_a_problem(tmp_path: Path, comment: str) -> None:
    discovery = found(tmp_path, "a.py", f'model = "acme/chat-7b"  {comment}\n')
    assert [reference.name for reference in discovery.references] == ["acme/chat-7b"]
    [problem] = discovery.problems
    assert (problem.path, problem.line, problem.kind) == ("a.py", 1, ProblemKind.MALFORMED)


def test_a_text_that_only_speaks_of_it_is_no_comment(tmp_path: Path) -> None:
    discovery = found(tmp_path, "a.py", 'model, note = "acme/chat-7b", "govscan: ignore[x]"\nmodel = "acme/b"\n')
    assert [reference.name for reference in discovery.references] == ["acme/chat-7b", "acme/b"]
    assert discovery.suppressed == ()


def test_a_literal_of_another_module_is_ignored_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('CHAT = "acme/chat-7b"  # govscan: ignore[made up]\n')
    text = "from transformers import AutoModel\nfrom names import CHAT\nAutoModel.from_pretrained(CHAT)\n"
    (tmp_path / "app.py").write_text(text)
    discovery = discover(tmp_path, ["app.py"])
    assert discovery.references == ()
    assert [reason for _, reason in discovery.suppressed] == ["made up"]
