"""A place among the tokens of Java, Kotlin, C# or Go enters, the name that its value is given to leaves."""

from __future__ import annotations

import re

from msgspec import Struct

from govscan.discover.code_names import key_of
from govscan.discover.code_sdks import GIVES_DEFAULT, NAMES_SECOND, OR_DEFAULT, WRAPS
from govscan.discover.code_tokens import Token
from govscan.pattern import pattern
from govscan.reference import Location

MAX_CHAINS = 3  # of calls that give a default


MAX_WINDOW = 300  # tokens to either side that belong to one statement


_LOOKS_UP = pattern(r"(?:string|env|default|propert|value|flag|setting|option|lookup|annotation|config)", re.IGNORECASE)


_ENDS_A_LINE = frozenset({")", "]", "}"})


_GOES_ON = frozenset({".", "?.", "?:", ")", "]", "}", ",", "+", "&&", "||", "->", "=>", "="})


_TYPES = frozenset({"string", "String", "var", "const", "val", "let", "public", "private", "static", "final"})


class Code(Struct):
    """One file on its way through: its tokens, its brackets, and whose packages it imports."""

    path: str
    stream: list[Token]
    pairs: dict[int, int]
    packages: frozenset[str]
    go: bool
    lines: bool  # a line break ends a statement
    constants: frozenset[str] = frozenset()  # of an SDK, imported by their own name; "*" for all of them

    def text(self, index: int) -> str:
        return self.stream[index].text if 0 <= index < len(self.stream) else ""

    def kind(self, index: int) -> str:
        return self.stream[index].kind if 0 <= index < len(self.stream) else ""

    def place(self, index: int) -> Location:
        return Location(self.path, self.stream[index].line, self.stream[index].column)


def label_of(code: Code, index: int, depth: int = 0) -> str:
    """The name that a value is given to: of the call, the argument, the property or the constant."""
    before = index - 1
    if code.text(before) == "(" and code.text(before - 1) == "Uri":  # new Uri("...")
        before -= 3 if code.text(before - 2) == "new" else 2
    if code.text(before) == "(" and code.text(before - 1) in WRAPS:
        before -= 4 if code.text(before - 2) == "." else 2
    if code.text(before) == "," and (opening := opening_of(code, index)) and code.text(opening - 1) in NAMES_SECOND:
        return code.text(opening - 1) if position_of(code, opening, index) == 1 else ""
    call = opening_of(code, index) if code.text(before) in (",", "(") else None
    if call and code.text(call - 1) in (OR_DEFAULT if code.text(before) == "," else ("orElse",)):
        named = label_of(code, _start_of_chain(code, call - 1), depth + 1) if depth < MAX_CHAINS else ""
        if key_of(named) is not None:
            return named
    if code.text(before) == "," and (keyed := _key_in_front(code, index)):
        return keyed
    if code.text(before) == "(" and code.text(before - 1) == GIVES_DEFAULT:  # of a configuration's getter below it
        return _declared(code, code.pairs.get(before, before) + 1)
    if code.text(before) == "(":
        return _called(code, before)
    if code.text(before) in ("=", ":=", ":", "??", "?:"):
        return _name_given(code, before, index)
    if code.text(before) in ("{", ",", "["):  # an entry of a list of models
        opening = opening_of(code, index)
        if opening is not None and code.text(opening) in ("{", "[", "("):
            return _list_label(code, opening)
    return ""


def _called(code: Code, opening: int) -> str:
    """The name of what is called where a bracket opens: a function, or a type, which C# leaves to the declaration
    (`ChatClient client = new("name")`)."""
    if code.text(opening - 1) == "new":
        return code.text(opening - 4) if code.text(opening - 2) == "=" and code.kind(opening - 4) == "name" else ""
    return (_enumeration(code, opening) or code.text(opening - 1)) if code.kind(opening - 1) == "name" else ""


def _declared(code: Code, at: int) -> str:
    """The name of the method whose declaration begins at a place (`@ConfigDocDefault("x") String modelName();`)."""
    for index in range(at, min(at + MAX_WINDOW, len(code.stream))):
        if code.text(index) == "(" and code.kind(index - 1) == "name" and code.text(index - 2) != "@":
            return code.text(index - 1)
        if code.text(index) in (";", "{", "}"):
            break
    return ""


def _name_given(code: Code, before: int, index: int) -> str:
    """The name in front of the sign by which a value is given."""
    name = before - 1
    if code.text(before) in ("??", "?:") and code.text(name) in ("]", ")"):  # `call(settings["X"] ?? "name")`
        start = _expression(code, name)
        key = code.text(name - 1) if code.text(name) == "]" and code.kind(name - 1) == "string" else ""
        key = key.rpartition(":")[2]  # `config["Provider:Model"]`
        if code.text(start - 1) in ("=", ":=") and code.kind(start - 2) == "name":
            given = code.text(start - 2)
            return key if key_of(given) is None and key_of(key) is not None else given
        if key_of(key) is not None:  # `{ Name = config["Model"] ?? "..." }`
            return key
        opening = opening_of(code, index)
        first = opening is not None and position_of(code, opening, index) == 0
        return code.text(opening - 1) if first and opening is not None and code.text(opening) == "(" else ""
    if code.text(name) == "}" and code.text(before) == "=":  # `string ModelId { get; set; } = "name"`
        name = code.pairs.get(name, name) - 1
    if code.kind(name) != "name":
        return ""
    if code.text(name) == "defaultValue":  # `@ConfigProperty(name = "llm.model", defaultValue = "name")`
        return _key_in_front(code, index)
    if code.text(name) in _TYPES:  # `const model string = "..."`, `val model: String = "..."`
        name -= 2 if code.text(name - 1) == ":" else 1
    return code.text(name) if code.kind(name) == "name" else ""


def _key_in_front(code: Code, index: int) -> str:
    """The key whose value a text is by default: `getEnv("MODEL_NAME", "name")`, `flag.String("model", "name", ...)`."""
    opening = opening_of(code, index)
    if opening is None or code.text(opening) != "(":
        return ""
    called = opening - 1
    while code.text(called) == ">" or code.text(called - 1) == "<":  # GetValue<string>(
        called -= 1
    if not _LOOKS_UP.search(code.text(called) if code.text(called) != "<" else code.text(called - 1)):
        return ""
    key = ""
    for at in range(opening + 1, index):
        if code.kind(at) == "string" and len(code.text(at)) > 1:  # not the short form of a flag
            named = code.text(at).rpartition(".")[2]
            key = named if not key and key_of(named) is not None else ""
    return key


def _enumeration(code: Code, opening: int) -> str:
    """The enumeration of models that a call stands in as one of its members (`enum ChatModel { SMALL("name") }`)."""
    brace = opening_of(code, opening - 1)
    if brace is None or code.text(brace) != "{" or not code.text(opening - 1)[:1].isupper():
        return ""
    named = brace - 1
    if code.text(named) == ")":
        named = code.pairs.get(named, named) - 1
    known = code.text(named - 1) == "enum" or (code.text(named - 1) == "class" and code.text(named - 2) == "enum")
    return code.text(named) if known and key_of(code.text(named)) is not None else ""


def _expression(code: Code, end: int) -> int:
    """Where an expression of names, calls and brackets starts that ends at a place (`settings.of("x")["y"]`)."""
    at = end
    while at > 0:
        if code.text(at) in (")", "]"):
            at = code.pairs.get(at, at) - 1
        elif code.kind(at) == "name" and code.text(at - 1) == ".":
            at -= 2
        else:
            return at if code.kind(at) == "name" else at + 1
    return at


def _start_of_chain(code: Code, index: int) -> int:
    """The index at which `a.b().c` begins, which ends at `index`."""
    while index >= 2 and code.text(index - 1) in (".", "?."):
        index -= 2
        if code.text(index) == ")" and code.kind(index) == "punct":
            index = code.pairs.get(index, index) - 1
    return index


def ends(code: Code, at: int) -> bool:
    """Whether a statement ends behind a token, in a language where the end of a line can do that."""
    if not code.lines or at + 1 >= len(code.stream):
        return False
    left, right = code.stream[at], code.stream[at + 1]
    return left.line < right.line and (left.kind != "punct" or left.text in _ENDS_A_LINE) and right.text not in _GOES_ON


def position_of(code: Code, opening: int, index: int) -> int:
    """Which argument of a call a place is part of, counted from 0."""
    commas, at = 0, opening + 1
    while at < index:
        if code.kind(at) == "punct" and code.text(at) in ("(", "[", "{"):
            at = code.pairs.get(at, at)
        commas += code.text(at) == "," and code.kind(at) == "punct"
        at += 1
    return commas


def _list_label(code: Code, opening: int) -> str:
    """`List<String> MODELS = List.of("a", "b")`, `var models = new[] { "a" }`, `models := []string{"a"}`."""
    for back in range(opening - 1, max(opening - 10, -1), -1):
        if code.text(back) in ("=", ":="):
            name = code.text(back - 1)
            return name if name.lower().endswith("s") else ""
        if code.text(back) in (";", ")", "{", ","):
            return ""
    return ""


def opening_of(code: Code, index: int) -> int | None:
    at = index - 1
    for _ in range(MAX_WINDOW):
        if at < 0 or code.text(at) == ";":
            return None
        if code.kind(at) == "punct" and code.text(at) in (")", "]", "}"):
            at = code.pairs.get(at, at)
        elif code.kind(at) == "punct" and code.text(at) in ("(", "[", "{"):
            return at
        at -= 1
    return None
