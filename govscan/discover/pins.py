"""The bytes of a Python file and the commit for each reference in it enter; the edited bytes leave, with what was
left alone and why.

Only a call whose meaning is certain is edited: the callable is imported by name from a library whose `revision`
keyword is documented, and the model is a literal in the call itself. Every edit is proved by parsing the result: it
must differ from the file by that one keyword and by nothing else.
"""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Sequence

from msgspec import Struct

from govscan.reference import Reference

# (library, callable) -> how many positional arguments leave `revision` free
_CALLS = {
    ("transformers", "*.from_pretrained"): 1,
    ("transformers", "pipeline"): 2,
    ("diffusers", "*.from_pretrained"): 1,
    ("huggingface_hub", "hf_hub_download"): 2,
    ("huggingface_hub", "snapshot_download"): 1,
    ("sentence_transformers", "SentenceTransformer"): 1,
    ("sentence_transformers", "CrossEncoder"): 1,
    ("vllm", "LLM"): 1,
}
# these would be loaded at the model's revision too, or from another repository that lacks it
_COMPANIONS = frozenset({"tokenizer", "assistant_model", "config", "feature_extractor", "image_processor", "processor"})
_NAMES = frozenset({"model", "repo_id", "pretrained_model_name_or_path", "model_name_or_path"})


class Kept(Struct, frozen=True):
    """A reference that was left as it is."""

    reference: Reference
    reason: str


class Refused(Exception):  # noqa: N818 - expected, and never leaves the modules that edit
    """Why an edit is not made."""


def pin_python(data: bytes, wanted: Sequence[tuple[Reference, str]]) -> tuple[bytes, tuple[Kept, ...]]:
    """`data` with `revision="<commit>"` in the call of every reference that can be edited safely."""
    kept: list[Kept] = []
    calls = _crowded(wanted)
    for reference, commit in sorted(wanted, key=lambda pair: pair[0].location, reverse=True):  # last first
        try:
            data = _pinned(data, reference, commit, calls)
        except Refused as refusal:
            kept.append(Kept(reference, str(refusal)))
    return data, tuple(reversed(kept))


def _crowded(wanted: Sequence[tuple[Reference, str]]) -> frozenset[tuple[int, int]]:
    """The places at which two references disagree about the commit."""
    commits: dict[tuple[int, int], set[str]] = {}
    for reference, commit in wanted:
        commits.setdefault((reference.location.line, reference.location.column), set()).add(commit)
    return frozenset(place for place, said in commits.items() if len(said) > 1)


def _pinned(data: bytes, reference: Reference, commit: str, crowded: frozenset[tuple[int, int]]) -> bytes:
    place = (reference.location.line, reference.location.column)
    if place in crowded:
        raise Refused("one literal stands for several commits")
    tree, lines = _parsed(data)
    call = _call_at(tree, lines, reference)
    _check_call(tree, call, reference.name)
    given = [keyword for keyword in call.keywords if keyword.arg == "revision"]
    if given:
        value = given[0].value
        if not isinstance(value, ast.Constant) or not isinstance(value.value, str | None):
            raise Refused("the revision is not a literal")
        if value.value == commit:
            return data
        start, end = _offset(lines, value.lineno, value.col_offset), _end(lines, value)
        edited = data[:start] + f'"{commit}"'.encode() + data[end:]
        given[0].value = ast.Constant(commit)
    else:
        at, comma = _last_token(data, lines, call)
        text = f' revision="{commit}",' if comma else f', revision="{commit}"'
        edited = data[:at] + text.encode() + data[at:]
        call.keywords.append(ast.keyword("revision", ast.Constant(commit)))
    if ast.dump(_parsed(edited)[0]) != ast.dump(tree):
        raise Refused("the edit would change more than the revision")
    return edited


def _parsed(data: bytes) -> tuple[ast.Module, list[bytes]]:
    try:
        if tokenize.detect_encoding(io.BytesIO(data).readline)[0] != "utf-8":
            raise Refused("the file is not plain UTF-8")
        with warnings.catch_warnings():  # a bad escape in scanned code is not this program's to warn of
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
        ast.dump(tree)  # nested too deeply to compare is nested too deeply to edit
        return tree, data.splitlines(keepends=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Refused("the file cannot be parsed") from error


def _call_at(tree: ast.Module, lines: list[bytes], reference: Reference) -> ast.Call:
    """The call that has the reference's literal as an argument of its own."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            for value in (*call.args, *(keyword.value for keyword in call.keywords)):
                if isinstance(value, ast.Constant) and value.value == reference.name:
                    column = len(lines[value.lineno - 1][: value.col_offset].decode(errors="replace")) + 1
                    if (value.lineno, column) == (reference.location.line, reference.location.column):
                        return call
    raise Refused("the name is not a plain literal in the call that loads it")


def _check_call(tree: ast.Module, call: ast.Call, name: str) -> None:
    if any(isinstance(value, ast.Starred) for value in call.args) or any(word.arg is None for word in call.keywords):
        raise Refused("the call spreads *args or **kwargs, which may hold a revision")
    callable_ = _callable(tree, call.func)
    known = _CALLS.get(callable_)
    if known is None:
        raise Refused("not a call that is known to take a revision")
    if len(call.args) > known:
        raise Refused("a positional argument may be the revision")
    first = 1 if callable_ == ("transformers", "pipeline") else 0  # there the task comes first
    loaded = [*call.args[first : first + 1], *(word.value for word in call.keywords if word.arg in _NAMES)]
    texts = [value.value for value in ast.walk(call) if isinstance(value, ast.Constant)]
    if texts.count(name) != 1 or not any(isinstance(value, ast.Constant) and value.value == name for value in loaded):
        raise Refused("the revision of the call may belong to another model")
    if any(keyword.arg in _COMPANIONS for keyword in call.keywords):
        raise Refused("the call names a companion that the revision would also apply to")


def _callable(tree: ast.Module, function: ast.expr) -> tuple[str, str]:
    """(library, callable), as the imports of the file tell; empty where they do not tell it for certain."""
    method = isinstance(function, ast.Attribute) and function.attr == "from_pretrained"
    owner = function.value if isinstance(function, ast.Attribute) and method else function
    if not isinstance(owner, ast.Name):
        return ("", "")
    found = {binding for name, binding in _bindings(tree) if name == owner.id}
    if len(found) != 1:  # never bound, or bound twice
        return ("", "")
    library, original = found.pop()
    return (library, "*.from_pretrained" if method else original)


def _bindings(tree: ast.Module) -> list[tuple[str, tuple[str, str]]]:
    """Every name that the file binds, with the (library, name) it comes from; anything but an import has none."""
    found: list[tuple[str, tuple[str, str]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            library = "" if node.level else (node.module or "").split(".")[0]
            found += [(alias.asname or alias.name, (library, alias.name)) for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [((alias.asname or alias.name).split(".")[0], ("", "")) for alias in node.names]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append((node.name, ("", "")))
        elif isinstance(node, ast.arg):
            found.append((node.arg, ("", "")))
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.append((node.id, ("", "")))
    return found


def _last_token(data: bytes, lines: list[bytes], call: ast.Call) -> tuple[int, bool]:
    """Where the last argument of a call ends, and whether a comma already stands there."""
    close = _end(lines, call) - 1
    start = _offset(lines, call.lineno, call.col_offset)
    found: tuple[int, bool] | None = None
    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type in (tokenize.ENCODING, tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE) or not token.string:
                continue
            line = lines[token.end[0] - 1].decode()
            end = _offset(lines, token.end[0], len(line[: token.end[1]].encode()))
            if end > close:
                break
            if end > start:
                found = (end, token.string == ",")
    except (tokenize.TokenError, SyntaxError, IndexError, UnicodeDecodeError) as error:
        raise Refused("the file cannot be read token by token") from error
    if found is None:
        raise Refused("the end of the call was not found")
    return found


def _end(lines: list[bytes], node: ast.expr) -> int:
    assert node.end_lineno is not None and node.end_col_offset is not None
    return _offset(lines, node.end_lineno, node.end_col_offset)


def _offset(lines: list[bytes], line: int, column: int) -> int:
    return sum(len(text) for text in lines[: line - 1]) + column
