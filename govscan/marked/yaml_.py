"""YAML through libyaml's composer, which keeps the place of every node."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from govscan import limits
from govscan.marked.bounds import Budget
from govscan.marked.node import Malformed, Node, Scalar
from govscan.pattern import pattern

STACK: Final = 1000  # levels that the stack certainly bears


def parse(text: str) -> list[Node]:
    """See `govscan.marked.parse_yaml`."""
    import yaml

    loader_type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if _may_be_deep(text):
        _refuse_depth(text, loader_type)
    try:
        loader = loader_type(text)
    except yaml.YAMLError as error:
        raise _yaml_trouble(error, text) from error
    documents = []
    budget = Budget()
    resolve = _ScalarReader()
    try:
        while loader.check_node():
            node = loader.get_node()
            if node is not None and not _is_nothing(node):
                documents.append(_from_yaml(node, budget, 0, resolve))
    except yaml.YAMLError as error:
        raise _yaml_trouble(error, text) from error
    except RecursionError as error:
        raise Malformed(f"nested deeper than {limits.TREE_DEPTH} levels") from error
    finally:
        loader.dispose()
    return documents


def _may_be_deep(text: str) -> bool:
    """Whether a text can be nested so deeply that libyaml's composer, which calls itself in C, ends the process."""
    if text.count("[") + text.count("{") > STACK:
        return True
    return any(
        len(line) > STACK and (line.count("- ") + line.count("? ") > STACK or line[:STACK].isspace())
        for line in text.split("\n")
    )


def _refuse_depth(text: str, loader_type: Any) -> None:
    """Go through the events, which costs no stack.

    Raises:
        Malformed: deeper than `limits.TREE_DEPTH`, or not YAML.
    """
    import yaml

    depth = 0
    try:
        for event in yaml.parse(text, loader_type):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > limits.TREE_DEPTH:
                raise Malformed(
                    f"nested deeper than {limits.TREE_DEPTH} levels", getattr(event.start_mark, "line", 0) + 1
                )
    except yaml.YAMLError as error:
        raise _yaml_trouble(error, text) from error


def _is_nothing(node: Any) -> bool:
    """Nothing between two document markers."""
    return node.id == "scalar" and not node.value and not node.style


def _yaml_trouble(error: Any, text: str) -> Malformed:
    mark = getattr(error, "problem_mark", None)
    message = getattr(error, "problem", None) or str(error).splitlines()[0]
    if not mark:
        return Malformed(message)
    last = text.count("\n") + 1  # the parser may point behind the end
    return Malformed(message, min(mark.line + 1, last), mark.column + 1)


class _ScalarReader:
    """Gives YAML scalars the types that `yaml.safe_load` gives them, except that `no`, `yes`, `on` and `off` stay
    words: in the files read here they are countries, licenses and answers, not truth values."""

    _BOOL: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
    _NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
    _INT = pattern(r"[-+]?[0-9][0-9_]*\Z")
    _FLOAT = pattern(r"[-+]?(?:[0-9][0-9_]*)?\.?[0-9]+(?:[eE][-+]?[0-9]+)?\Z")
    _DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

    def __call__(self, node: Any) -> Scalar:
        raw: str = node.value
        if node.style or node.tag == "tag:yaml.org,2002:str":
            return raw
        if raw in self._BOOL:
            return self._BOOL[raw]
        if raw in self._NULL:
            return None
        if len(raw) < 40 and self._INT.match(raw):
            return int(raw.replace("_", ""))
        if len(raw) < 40 and self._FLOAT.match(raw):
            return float(raw.replace("_", ""))
        if self._DATE.match(raw):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                return raw
        return raw


def _from_yaml(node: Any, budget: Budget, depth: int, resolve: _ScalarReader) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    budget.spend(depth, line)
    kind = node.id
    if kind == "scalar":
        return Node("scalar", resolve(node), line, column, node.value)
    if kind == "sequence":
        entries = tuple(_from_yaml(entry, budget, depth + 1, resolve) for entry in node.value)
        return Node("list", entries, line, column)
    pairs = tuple(
        (_from_yaml(key, budget, depth + 1, resolve), _from_yaml(value, budget, depth + 1, resolve))
        for key, value in node.value
    )
    return Node("map", pairs, line, column)
