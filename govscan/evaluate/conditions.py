"""Conditions as they are written: a mapping of facts to `{operator: operand}`, with `any`, `all` and `not` between.

Nodes enter, `govscan.policy.Condition` leaves; operators and operands are checked against the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govscan.evaluate.patterns import trouble
from govscan.evaluate.reading import Reader, suggestion
from govscan.facts import ABSENT, Value
from govscan.marked import Node
from govscan.policy import AllOf, AnyOf, Condition, FactOperand, Not, Operator, Test
from govscan.vocabulary import VOCABULARY, FactSpec, FactType

_O = Operator
_SETS = (_O.IS, _O.IS_NOT, _O.CONTAINS, _O.SUBSET_OF, _O.DISJOINT_FROM, _O.EXISTS)

OPERATORS: Mapping[FactType, tuple[Operator, ...]] = {
    FactType.TEXT: (_O.IS, _O.IS_NOT, _O.IN, _O.NOT_IN, _O.MATCHES, _O.EXISTS),
    FactType.FLAG: (_O.IS, _O.IS_NOT, _O.EXISTS),
    FactType.NUMBER: (_O.IS, _O.IS_NOT, _O.AT_LEAST, _O.AT_MOST, _O.EXISTS),
    FactType.TEXTS: _SETS,
    FactType.REGIONS: (*_SETS, _O.IN, _O.NOT_IN),
}
"""The operators that a fact of each type understands."""

_LISTS = (_O.IN, _O.NOT_IN, _O.SUBSET_OF, _O.DISJOINT_FROM)
_MEMBERS = {  # the type on the right-hand side, where it is not that of the fact
    (FactType.TEXT, _O.IN): FactType.TEXTS,
    (FactType.TEXT, _O.NOT_IN): FactType.TEXTS,
}
_COMBINERS = ("any", "all", "not")


def read_condition(reader: Reader, node: Node, what: str) -> Condition | None:
    """The condition, or None where it is wrong (`reader` knows why). Everything in one mapping has to hold."""
    entries = reader.mapping(node, what)
    if node.kind == "map" and not node.items:
        reader.complain(node, f"{what} is empty", "write `<fact>: {<operator>: <value>}`")
    parts: list[Condition] = []
    for key, value in node.items:
        name = key.text
        if name is None or entries.get(name) is not value:
            continue  # not text, or there twice: complained about
        if name in ("any", "all"):
            inner = _branches(reader, value, name)
            if inner:
                parts.append(AnyOf(inner) if name == "any" else AllOf(inner))
        elif name == "not":
            part = read_condition(reader, value, "`not`")
            if part is not None:
                parts.append(Not(part))
        elif name in VOCABULARY:
            parts.extend(_tests(reader, name, value))
        else:
            reader.complain(key, f"unknown fact {name!r} in {what}", suggestion(name, (*VOCABULARY, *_COMBINERS)))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _branches(reader: Reader, node: Node, name: str) -> tuple[Condition, ...]:
    entries = reader.entries(node, f"`{name}`")
    if node.kind == "list" and not entries:
        reader.complain(node, f"`{name}` is empty")
    read = [read_condition(reader, entry, f"an entry of `{name}`") for entry in entries]
    return tuple(part for part in read if part is not None)


def _tests(reader: Reader, fact: str, node: Node) -> list[Test]:
    spec = VOCABULARY[fact]
    fitting = [operator.value for operator in OPERATORS[spec.type]]
    if node.kind != "map":
        reader.complain(node, f"{fact} needs an operator", f"write {{{_likely(node, spec)}: {_written(node)}}}")
        return []
    if not node.items:
        reader.complain(node, f"{fact} needs an operator", f"there are: {', '.join(fitting)}")
    tests = []
    entries = reader.mapping(node, fact)
    for key, value in node.items:
        name = key.text
        if name is None or entries.get(name) is not value:
            continue
        if name not in list(Operator):
            reader.complain(key, f"unknown operator {name!r} for {fact}", suggestion(name, fitting))
        elif name not in fitting:
            kind = _KINDS[spec.type]
            reader.complain(key, f"{name} does not fit {fact}, which is {kind}", f"use one of: {', '.join(fitting)}")
        else:
            operand = _operand(reader, fact, Operator(name), value)
            if operand is not None:
                tests.append(Test(fact, Operator(name), operand, reader.place(key)))
    return tests


_KINDS = {
    FactType.TEXT: "a text",
    FactType.FLAG: "true or false",
    FactType.NUMBER: "a number",
    FactType.TEXTS: "a set of texts",
    FactType.REGIONS: "a set of places",
}


def _likely(node: Node, spec: FactSpec) -> str:
    if node.kind == "list":
        return "in" if spec.type in (FactType.TEXT, FactType.REGIONS) else "subset_of"
    return "contains" if spec.type is FactType.TEXTS else "is"


def _written(node: Node) -> str:
    if node.kind == "list":
        return f"[{', '.join(entry.raw for entry in node.entries)}]"
    return node.raw or "..."


def _operand(reader: Reader, fact: str, operator: Operator, node: Node) -> Value | FactOperand | None:
    spec = VOCABULARY[fact]
    what = f"{fact}: {operator.value}"
    if node.kind == "map":
        return _fact_operand(reader, fact, operator, node)
    if operator is Operator.EXISTS:
        return reader.flag(node, what)
    if node.kind == "scalar" and node.scalar is None:
        if operator in (Operator.IS, Operator.IS_NOT):
            return ABSENT
        reader.complain(node, f"{what} has no value")
        return None
    if operator is Operator.MATCHES:
        return _pattern(reader, node, what)
    if operator in _LISTS or spec.type in (FactType.TEXTS, FactType.REGIONS):
        return _set(reader, spec, operator, node, what)
    return _single(reader, spec, node, what)


def _single(reader: Reader, spec: FactSpec, node: Node, what: str) -> Value | None:
    if spec.type is FactType.FLAG:
        return reader.flag(node, what)
    if spec.type is FactType.NUMBER:
        return reader.number(node, what)
    return reader.choice(node, what, spec.choices) if spec.choices else reader.text(node, what)


def _set(reader: Reader, spec: FactSpec, operator: Operator, node: Node, what: str) -> tuple[str, ...] | None:
    single = node.kind == "scalar" and operator not in _LISTS
    entries: Sequence[Node] = (node,) if single else reader.entries(node, what, f"[{node.raw}]")
    if node.kind == "list" and not entries:
        if operator in (Operator.IS, Operator.IS_NOT):
            return ()
        sets = spec.type in (FactType.TEXTS, FactType.REGIONS)
        reader.complain(node, f"the list of {what} is empty", "write `is: []` for an empty set" if sets else "")
    read: list[str | None] = []
    for entry in entries:
        if spec.type is FactType.REGIONS:
            read.append(reader.region(entry, what))
        elif spec.choices:
            read.append(reader.choice(entry, what, spec.choices))
        else:
            read.append(reader.text(entry, what))
    members = tuple(member for member in read if member is not None)
    return members or None


def _pattern(reader: Reader, node: Node, what: str) -> str | None:
    pattern = reader.text(node, what)
    reason = trouble(pattern) if pattern is not None else ""
    if reason:
        reader.complain(node, f"the pattern of {what} {reason}")
        return None
    return pattern


def _fact_operand(reader: Reader, fact: str, operator: Operator, node: Node) -> FactOperand | None:
    what = f"{fact}: {operator.value}"
    entries = reader.mapping(node, what, ("fact",))
    name_node = entries.get("fact")
    if name_node is None:
        if not node.items:
            reader.complain(node, f"{what} has no value", "write `{fact: <name>}` to compare with another fact")
        return None
    name = reader.text(name_node, f"the fact of {what}")
    if name is None:
        return None
    if name not in VOCABULARY:
        reader.complain(name_node, f"unknown fact {name!r} in {what}", suggestion(name, VOCABULARY))
        return None
    if operator in (Operator.EXISTS, Operator.MATCHES):
        reader.complain(node, f"{operator.value} takes no other fact")
        return None
    type_ = VOCABULARY[fact].type
    wanted: tuple[FactType, ...] = (_MEMBERS.get((type_, operator), type_),)
    if type_ is FactType.TEXTS and operator is Operator.CONTAINS:
        wanted = (FactType.TEXTS, FactType.TEXT)
    if VOCABULARY[name].type not in wanted:
        kinds = f"{fact} is {_KINDS[type_]}, {name} is {_KINDS[VOCABULARY[name].type]}"
        reader.complain(name_node, f"{fact} cannot be compared with {name} by {operator.value}", kinds)
        return None
    return FactOperand(name)
