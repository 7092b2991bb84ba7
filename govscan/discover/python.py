"""Python source enters, references leave. Read as a syntax tree; the code is never imported.

Known calls first (`python_calls`, `python_clients`), then calls through clients, then keywords, dict entries and
constants whose own name says that they hold a model. A literal that a call has claimed is not reported again.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import Final

from govscan.discover.python_containers import MAX_TOTAL_STEPS
from govscan.discover.python_finder import Finder
from govscan.discover.python_library import Library
from govscan.discover.python_needle import may_name
from govscan.discover.python_scopes import build
from govscan.discover.surface import Siblings, SourceFile, Words
from govscan.pattern import pattern
from govscan.reference import Reference

MAX_BYTES: Final = 5_000_000
_CODING = pattern(rb"(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]{1,40})")

NEEDLE = Words(
    b"model pretrain transformer llm openai anthropic bedrock hugging hf_hub snapshot_d ollama spacy torch.hub "
    b"encoder claude gpt- gemini mistral cohere dashscope qianfan zhipu embed tokenizer checkpoint pipeline "
    b"repo_id launch lora rerank whisper genai vertexai replicate groq deepseek",
)


def read(file: SourceFile) -> Iterator[Reference]:
    """The references in a Python file.

    Raises:
        SyntaxError: not Python 3; the references of what could be read nevertheless are given before it is raised.
    """
    if len(file.data) > MAX_BYTES:
        raise SyntaxError(f"more than {MAX_BYTES} bytes, as a table of data has; not read")
    if may_name(file.data):
        yield from read_source(_text(file), file.path, file.siblings)


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
        SyntaxError: not Python 3, as in `read`.
        govscan.marked.Malformed: expressions so tangled that they were not followed to the end.
    """
    trouble: SyntaxError | None = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a scanned file's invalid escapes are no concern of the person who scans
        try:
            tree = ast.parse(text)
        except ValueError as error:  # a NUL byte
            raise SyntaxError(str(error)) from error
        except SyntaxError as error:
            from govscan.discover.python_recovery import recovered

            rest, trouble = recovered(text), error
            if rest is None:
                raise
            tree = rest
    library = Library(siblings) if siblings is not None else None
    module = build(tree, path)
    finder = Finder(module, text.split("\n"), library)
    try:
        yield from finder.references()
    finally:
        module.release()
    if trouble is not None:
        raise trouble
    if finder.values.total > MAX_TOTAL_STEPS:
        from govscan.marked import Malformed  # which most runs need not load

        raise Malformed("expressions too tangled to follow to the end")
