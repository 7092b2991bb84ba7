"""Python source enters, references leave. Read as a syntax tree; the code is never imported.

Known calls first (`python_calls`, `python_clients`), then calls through clients, then keywords, dict entries and
constants whose own name says that they hold a model. A literal that a call has claimed is not reported again.
"""

from __future__ import annotations

from collections.abc import Iterator

from govscan import limits
from govscan.discover import in_tests, python_texts, sql
from govscan.discover.needles import Words
from govscan.discover.python_finder import Finder
from govscan.discover.python_library import Library
from govscan.discover.python_needle import may_name
from govscan.discover.python_repair import parse
from govscan.discover.python_scopes import build
from govscan.discover.surface import Siblings, SourceFile
from govscan.pattern import pattern
from govscan.reference import Reference

_CODING = pattern(rb"(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]{1,40})")

NEEDLE = Words(
    b"model pretrain transformer llm openai anthropic bedrock hugging hf_hub snapshot_d ollama spacy torch.hub "
    b"encoder claude gpt- gemini mistral cohere dashscope qianfan zhipu embed tokenizer checkpoint pipeline "
    b"repo_id launch lora rerank whisper genai vertexai replicate groq deepseek device_map torch_dtype remote_code "
    b"load_in_ cortex pgml \"hf\" 'hf'",
)


def read(file: SourceFile) -> Iterator[Reference]:
    """The references in a Python file.

    Raises:
        SyntaxError: not Python 3; what could be read of it has been told before.
    """
    if len(file.data) > limits.PYTHON_BYTES:
        raise SyntaxError(f"more than {limits.PYTHON_BYTES:,} bytes, as a table of data has; not read")
    yield from sql.inside(file, "python")
    if may_name(file.data):
        found = read_source(_text(file), file.path, file.siblings)
        yield from in_tests.without_services(found, file.data) if in_tests.of_python(file.path) else found


def _text(file: SourceFile) -> str:
    """The text in the encoding that the file declares (https://peps.python.org/pep-0263/), else as UTF-8."""
    declared = _CODING.match(file.data[:400])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name.replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
        return file.text
    try:
        return file.data.decode(name, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    except (LookupError, ValueError):  # no encoding of text, as codecs that unpack are none
        return file.text


def read_source(text: str, path: str, siblings: Siblings | None = None) -> Iterator[Reference]:
    """The references in Python source; lines and columns are those of `text`, or of the module among `siblings`
    that an imported name comes from.

    Raises:
        SyntaxError: not Python 3; what could be read of it has been told before.
    """
    tree, _, error = parse(text)
    library = Library(siblings) if siblings is not None else None
    module = build(tree, path)
    try:
        yield from Finder(module, text, library).references()
        yield from python_texts.find(module)
    finally:
        module.release()
    if error is not None:
        raise error
