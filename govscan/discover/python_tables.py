"""A list, a dict or a row of settings under a name that speaks of models enters, the texts in it that can be models
leave."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from govscan.discover import classify, keys
from govscan.discover.naming import served
from govscan.discover.python_calls import DATA_LOADERS
from govscan.discover.python_module import Module, Scope, last_word
from govscan.discover.python_names import keyword_of
from govscan.discover.python_values import Text, Values
from govscan.discover.python_words import MODELS, is_hosted, speaks
from govscan.pattern import pattern

CLASSES: Final = ("model", "llm", "huggingface", "openai", "chat")
"""Words in the name of a class that is one."""

ADDS: Final = frozenset({"append", "extend", "insert", "add"})
"""Methods that give a list one more."""

_OF_A_ROW: Final = ("id", "value", "repo", "repo_id", "path", "name", "slug", "hf_repo")

_DATA: Final = pattern(r"(?:^|_)(?:subset|splits?)\Z")

Pairs = list[tuple[str, ast.expr]]


_TOLD_BY: Final = ("id", "model", "model_id", "model_name")
FEW: Final = 4  # of so many keys one may speak of a model, and the others stand for theirs


def texts_of(node: ast.expr, scope: Scope, values: Values) -> Iterator[Text]:
    """The texts of one value: of a list all, of a row (`{"title": "Small", "id": "org/small"}`, `dict(path="org/x")`)
    what its id says, of one that lists names (`"gpt-4o;gpt-4.1"`) each."""
    for text in _texts_of(node, scope, values):
        parts = [part.strip() for part in re.split("[;,]", text.text)] if text.whole else []
        listed = len(parts) > 1 and all(map(served, parts))
        yield from (replace(text, text=part) for part in parts) if listed else (text,)


def _texts_of(node: ast.expr, scope: Scope, values: Values) -> Iterator[Text]:
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        for part, inner in values.elements_of(node, scope):
            row = _pairs_of(part)
            yield from values.texts(part, inner) if row is None else _of_row(row, inner, values)
        for line in node.elts:  # of a table: the first column was read as the name
            for cell in line.elts[1:] if isinstance(line, ast.Tuple) else ():
                if isinstance(cell, ast.Constant) and isinstance(cell.value, str) and "/" in cell.value:
                    yield Text(cell.value, cell)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.left, ast.List):
        yield from _texts_of(node.left, scope, values)  # ["org/name"] * len(tasks)
    elif isinstance(node, ast.Dict):
        words = _names_of(node)
        if sum(map(speaks, words)) * FEW > len(words):  # its own keys say more and are read by themselves
            return
        yield from _keys_of(node)
        for value in node.values:
            row = _pairs_of(value)
            yield from _texts_of(value, scope, values) if row is None else _of_row(row, scope, values)
    else:
        row = _pairs_of(node)
        yield from values.texts(node, scope) if row is None else _of_row(row, scope, values)


def _names_of(node: ast.expr) -> list[str]:
    found = node.keys if isinstance(node, ast.Dict) else []
    return [key.value for key in found if isinstance(key, ast.Constant) and isinstance(key.value, str)]


def _keys_of(node: ast.Dict) -> Iterator[Text]:
    """The hosted models that a table has rows of settings for (`models = {"gpt-4o": {"tokens": 128000}}`)."""
    for key, value in zip(node.keys, node.values, strict=True):
        name = key.value if isinstance(key, ast.Constant) and isinstance(value, ast.Dict) else None
        if any(map(speaks, _names_of(value))):
            continue  # what a model is called here
        if key is not None and isinstance(name, str) and name.islower() and served(name):
            yield Text(name, key)


def _pairs_of(node: ast.expr) -> Pairs | None:
    """The settings of a dict, or of a call of `dict`; None for anything else."""
    if isinstance(node, ast.Dict):
        named = zip(node.keys, node.values, strict=True)
        return [(key.value, value) for key, value in named if isinstance(key, ast.Constant) and type(key.value) is str]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        return [(keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg]
    return None


def _of_row(row: Pairs, scope: Scope, values: Values) -> Iterator[Text]:
    told = {name for name, _ in row}
    shown = "name" if not told.isdisjoint(_TOLD_BY) else ""
    for name, value in row:
        if name in _OF_A_ROW and name != shown and isinstance(value, ast.Constant | ast.Name):
            for text in values.texts(value, scope):
                hosted = text.text == text.text.lower() and classify.hosted_provider_of_name(text.text)
                if hosted or classify.is_hub_id(text.text):
                    yield text


def is_built(named: dict[str, ast.expr]) -> bool:
    """Whether settings name the class of a model that is built with them (`dict(type=VLLM, path="org/name")`)."""
    node = named.get("type")
    written = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    kind = (written or (last_word(node) if node is not None else "")).lower()
    return "path" in named and "dataset" not in kind and any(word in kind for word in CLASSES)


def entries_of(node: ast.Dict) -> dict[str, ast.expr]:
    """The values of a dict whose keys are texts."""
    return {
        key.value: value
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def speaking(named: dict[str, ast.expr]) -> list[tuple[str, ast.expr]]:
    """The settings that name a model; beside those of a data set only such as say so themselves."""
    shown = "name" in named and not named.keys().isdisjoint(_TOLD_BY)  # {"id": "...", "name": "how it is shown"}
    found = [
        (name, node)
        for name, node in named.items()
        if speaks(name) or (is_hosted(name, node) and not (shown and name == "name"))
    ]
    return [(name, node) for name, node in found if "model" in name.lower()] if found and _of_data(named) else found


def naming(callee: str, named: dict[str, ast.expr]) -> list[tuple[str, ast.expr]]:
    """The arguments of a call that name a model, of one that builds models or describes one also such as only do so
    there."""
    found = speaking(named)
    if callee == "dict" and is_built(named):
        found.append(("path", named["path"]))
    known = named.get("id") if MODELS.search(callee) else None
    if isinstance(known, ast.Constant) and "/" in str(
        known.value
    ):  # a bare one is as often what an own server answers to
        found.append(("model_id", known))
    return found


def _of_data(named: dict[str, ast.expr]) -> bool:
    """Whether settings speak of a data set (`dict(hf_repo="org/name", hf_subset="x")`)."""
    return any(_DATA.search(keys.normal(name)) for name in named)


def of_datasets(module: Module) -> set[ast.expr]:
    """The literals in tables that are called after data sets: ids of the same shape, and no models."""
    return {
        node
        for scope in module.every_scope()
        for name, bindings in scope.names.items()
        if "dataset" in name.lower()
        for binding in bindings
        if isinstance(binding.node, ast.Dict | ast.List | ast.Tuple)
        for node in ast.walk(binding.node)
        if isinstance(node, ast.Constant)
    }


def loaded_data(module: Module, values: Values) -> set[ast.expr]:
    """The literals that calls get which load data sets."""
    return {
        text.node
        for word in DATA_LOADERS
        for site in module.callers.get(word, ())
        for given in (site.node.args[0] if site.node.args else keyword_of(site.node, "path"),)
        for text in values.texts(given, site.scope)
    }
