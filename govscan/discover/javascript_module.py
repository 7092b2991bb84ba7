"""What the names of a JavaScript module stand for: imported packages, clients with their settings, constants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from govscan.discover import keys
from govscan.discover.javascript_sdks import CLASSES, FACTORIES, provider_of_package
from govscan.discover.javascript_tokens import Token, pairs_of, tokens
from govscan.reference import Location

_ASSIGNS: Final = frozenset({"=", "??=", "||="})
_ENDS: Final = frozenset({",", ")", "]", "}", ";", "="})
_COMPARES: Final = frozenset({"===", "==", "!==", "!=", "+", "case", "in"})
_GOES_ON: Final = frozenset({"?", ":", "??", "||", "&&", ".", "?.", "+", "="})
_WRAPS: Final = frozenset(
    {
        "useState",
        "useRef",
        "freeze",
        "ref",
        "signal",
        "String",
        "await",
        "writable",
        "persisted",
        "default",
        "catch",
    }
)
_WORDS_BEFORE_TYPES: Final = frozenset({"type", "interface", "enum"})
MAX_STRINGS = 500  # of one expression


class Client(Struct, frozen=True):
    """What a name of the module speaks to."""

    provider: str
    settings: tuple[tuple[str, str], ...] = ()
    place: Token | None = None  # of the base URL


class Module(Struct):
    """One source file on its way through: tokens, brackets, and what its names stand for."""

    path: str
    stream: list[Token]
    pairs: dict[int, int]
    clients: dict[str, Client] = field(default_factory=dict)
    constants: dict[str, list[Token]] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    budget: int = 3_000_000  # tokens that may be looked at while expressions are followed

    def text(self, index: int) -> str:
        return self.stream[index].text if 0 <= index < len(self.stream) else ""

    def is_punct(self, index: int, text: str) -> bool:
        return 0 <= index < len(self.stream) and self.stream[index].kind == "punct" and self.stream[index].text == text


def read(path: str, text: str) -> Module:
    """A source text with everything its names stand for."""
    stream = tokens(text)
    module = Module(path, stream, pairs_of(stream))
    learn_imports(module)
    learn_constants(module)
    learn_clients(module)
    return module


def learn_imports(module: Module) -> None:
    for index, token in enumerate(module.stream):
        if token.kind != "string":
            continue
        before = module.text(index - 1)
        called = before == "(" and module.text(index - 2) in ("require", "import")
        if before not in ("from", "import") and not called:
            continue
        provider = provider_of_package(token.text)
        if provider is None:
            continue
        module.packages.add(provider)
        end = index - 1
        if called:
            end = index - 3 if module.text(index - 3) != "await" else index - 4
            if module.text(end) != "=":
                continue
        for name in _bound_names(module, end):
            known = CLASSES.get(name) or FACTORIES.get(name)
            module.clients[name] = Client(known or provider)


def _bound_names(module: Module, index: int) -> Iterator[str]:
    """The names in front of `from` or of `= require`, back to the word that opens the statement."""
    for back in range(index - 1, max(index - 80, -1), -1):
        token = module.stream[back]
        if token.text in ("import", "const", "let", "var", ";"):
            return
        if token.kind == "name" and token.text not in ("from", "as", "type", "await", "require"):
            yield token.text


def learn_constants(module: Module) -> None:
    for name, start in assignments(module):
        strings = [token for token, shape in strings_of(module, start) if shape != "key"]
        if strings:
            module.constants.setdefault(name, []).extend(strings)


def assignments(module: Module) -> Iterator[tuple[str, int]]:
    """`name = value`, `static name = value`, `this.name ??= value`, `const [name, setName] = useState(value)`, and
    the index at which the value starts."""
    for index, token in enumerate(module.stream):
        if token.kind != "punct" or token.text not in _ASSIGNS:
            continue
        before = index - 1
        while module.is_punct(before, "]") and module.is_punct(before - 1, "["):  # the type of a list
            before -= 2
        if module.is_punct(before, "]"):
            opening = module.pairs.get(before, before)
            if module.stream[opening + 1].kind == "name" or opening + 2 == before:  # or `body["model"] = value`
                yield module.text(opening + 1), index + 1
            continue
        name = _name_before(module, before)
        if name:
            yield name, index + 1


def _name_before(module: Module, index: int) -> str:
    """The name that a value is given to; a type in between (`const model: string = ...`) is passed over."""
    if module.is_punct(index, ">"):  # `const MODELS: Record<string, Data> = ...`
        index = next((at - 1 for at in range(index, max(index - 20, 0), -1) if module.is_punct(at, "<")), -1)
    if index < 0 or module.stream[index].kind != "name":
        return ""
    if module.is_punct(index - 1, ":") and module.stream[index - 2].kind == "name":
        index -= 2
    return "" if module.text(index - 1) in _WORDS_BEFORE_TYPES else module.text(index)


def strings_of(module: Module, start: int, nested: bool = True) -> Iterator[tuple[Token, str]]:
    """The strings that an expression can have as its value, with the shape in which they stand: "plain", "entry" of
    a list, "key" or "value <key>" of an object. Without `nested` lists and objects are passed over."""
    index, around, count = start, [""], 0
    while index < len(module.stream) and count < MAX_STRINGS and module.budget > 0:
        module.budget -= 1
        token = module.stream[index]
        if token.kind == "punct":
            if token.text in ("=>", ";") or (len(around) == 1 and token.text in _ENDS):
                return
            if token.text in ("(", "[", "{"):
                if _is_passed_over(module, index) or (not nested and token.text != "("):
                    index = module.pairs.get(index, len(module.stream)) + 1
                    continue
                around.append(token.text)
            elif token.text in (")", "]", "}"):
                around.pop()
        elif _is_over(module, index, start, len(around)):
            return
        elif token.kind == "string" and token.text and not _is_compared(module, index):
            count += 1
            yield token, _shape(module, index, around[-1])
        index += 1


def _is_over(module: Module, index: int, start: int, depth: int) -> bool:
    if module.stream[index].kind == "name" and module.text(index) in ("function", "class"):
        return True
    return depth == 1 and index > start and _statement_ended(module, index)


def _is_compared(module: Module, index: int) -> bool:
    if "|" in (module.text(index - 1), module.text(index + 1)):  # `chosen as "these" | "those"`
        return True
    return module.text(index - 1) in _COMPARES or module.text(index + 1) in ("===", "==", "!==", "!=", "+")


def _is_passed_over(module: Module, index: int) -> bool:
    """Arguments of a call are no value of the expression, except of calls that hand their argument on."""
    before = module.stream[index - 1] if index else None
    return module.text(index) == "(" and before is not None and before.kind == "name" and before.text not in _WRAPS


def _statement_ended(module: Module, index: int) -> bool:
    token, before = module.stream[index], module.stream[index - 1]
    return token.line > before.line and before.text not in _GOES_ON and before.text not in _ASSIGNS


def _shape(module: Module, index: int, around: str) -> str:
    if around == "{":
        if module.is_punct(index + 1, ":") and module.text(index - 1) in ("{", ","):
            return "key"
        return f"value {module.text(index - 2)}" if module.is_punct(index - 1, ":") else "value"
    return "entry" if around == "[" else "plain"


def learn_clients(module: Module) -> None:
    """`const client = new OpenAI({...})`, `const openai = createOpenAI({...})`."""
    for name, start in assignments(module):
        index = start + 1 if module.text(start) in ("new", "await") else start
        made = module.text(index)
        imported = module.clients.get(made)
        provider = FACTORIES.get(made) or CLASSES.get(made) or (imported.provider if imported else None)
        if provider is None or not module.is_punct(index + 1, "("):
            continue
        settings, place = settings_of(module, index + 1)
        module.clients[name] = Client(provider, settings, place)


def settings_of(module: Module, opening: int) -> tuple[tuple[tuple[str, str], ...], Token | None]:
    """Names and values of the objects among the arguments of a call, and where a base URL stands."""
    found: list[tuple[str, str]] = []
    place = None
    for index in range(opening + 1, min(module.pairs.get(opening, opening), opening + 400)):
        token = module.stream[index]
        if token.kind in ("name", "string") and module.is_punct(index + 1, ":"):
            values = literals(module, index + 2)
            literal = values[0].text if values else module.text(index + 2)
            if values or literal in ("true", "false"):
                found.append((token.text, literal))
                if keys.normal(token.text) in ("base_url", "azure_endpoint", "endpoint") and values:
                    place = values[0]
    return tuple(found), place


def literals(module: Module, start: int) -> list[Token]:
    """The literals that an expression can be, constants of the module looked up."""
    direct = [token for token, shape in strings_of(module, start, nested=False) if shape == "plain"]
    if direct:
        return direct
    index, last = start, ""
    while index < len(module.stream) and (module.stream[index].kind == "name" or module.text(index) in (".", "?.")):
        last = module.text(index) if module.stream[index].kind == "name" else last
        index += 1
    if not last or module.is_punct(index, "("):
        return []
    return module.constants.get(last, [])[:50]


def opening_of(module: Module, index: int) -> int | None:
    """The index of the brace around a place."""
    at = index
    for _ in range(3000):
        at -= 1
        if at < 0:
            return None
        text = module.text(at)
        if module.stream[at].kind != "punct":
            continue
        if text in (")", "]", "}"):
            at = module.pairs.get(at, at)
        elif text == "{":
            return at
        elif text == ";":
            return None
    return None


def place_of(module: Module, token: Token) -> Location:
    return Location(module.path, token.line, token.column)
