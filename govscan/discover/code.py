"""Java, Kotlin, C# and Go: text enters, references leave.

A text is a model where the call, property or constant that it is given to says so (`modelName("...")`, `Model: "..."`,
`AddOpenAIChatCompletion("...")`); the class, the package and the settings of the same statement say who serves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govscan.discover import classify, keys
from govscan.discover.code_names import constant_name, key_of, owns_constants, plain
from govscan.discover.code_needle import may_name
from govscan.discover.code_sdks import ENDPOINTS, NAMES_SECOND, OR_DEFAULT, PACKAGES, WRAPS
from govscan.discover.code_tokens import Token, pairs_of, tokens
from govscan.discover.commands import once
from govscan.discover.decide import decide
from govscan.discover.neighbors import Named, Neighbors, complete, looks_like_address
from govscan.discover.signatures import OPEN_WEIGHTS
from govscan.discover.surface import SourceFile, Words
from govscan.pattern import pattern
from govscan.reference import Certainty, Location, Reference

NEEDLE = Words(
    b"openai anthropic bedrock gemini mistral ollama hugging cohere dashscope langchain semantickernel gpt- "
    b"claude- vertexai genai deepseek llama onnx /resolve/ extensions.ai",
)
MAX_CHAINS = 3  # of calls that give a default
MAX_WINDOW = 300  # tokens to either side that belong to one statement

_IMPORT = pattern(r"^[ \t]*(?:import|using)[ \t]+(?:static[ \t]+)?([\w.]{2,200})", re.MULTILINE)
_LOOKS_UP = pattern(r"(?:string|env|default|propert|value|flag|setting|option|lookup|annotation|config)", re.IGNORECASE)
_STATIC = pattern(r"^[ \t]*import[ \t]+static[ \t]+[\w.]{1,200}?(\w+)\.(\w+|\*)[ \t]*;", re.MULTILINE)
_GO_IMPORT = pattern(r"\"((?:[\w-]+\.)+[a-z]{2,}/[\w./-]{2,200})\"")
_OF_A_TEST = pattern(
    r"(?!(?:.*/)?src/main/)(?:.*/)?(?:(?:tests?|[\w.]+\.tests?|testdata)/|[^/]*(?:_test\.go|Tests?\.(?:java|kt|cs))\Z)",
    re.IGNORECASE,
)
_PLACEHOLDER = pattern(r"\$\{([\w.-]{1,120}):([^{}$]{1,300})\}\Z")
_ENDS_A_LINE = frozenset({")", "]", "}"})
_GOES_ON = frozenset({".", "?.", "?:", ")", "]", "}", ",", "+", "&&", "||", "->", "=>", "="})
_TYPES = frozenset({"string", "String", "var", "const", "val", "let", "public", "private", "static", "final"})


class _Code(Struct):
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


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a source file."""
    if not may_name(file.data):
        return
    stream = tokens(file.text)
    go = file.path.lower().endswith(".go")
    lines = go or file.path.lower().endswith((".kt", ".kts"))
    code = _Code(file.path, stream, pairs_of(stream), _packages(file.text, go), go, lines, _constants(file.text))
    in_test = bool(_OF_A_TEST.match(file.path))
    for reference in once(_read(code)):
        yield replace(reference, certainty=Certainty.MENTION, reason="in a test") if in_test else reference


def _packages(text: str, go: bool) -> frozenset[str]:
    found = set()
    for match in (_GO_IMPORT if go else _IMPORT).finditer(text):
        name = match[1]
        known = [start for start in PACKAGES if name == start or name.startswith((f"{start}.", f"{start}/"))]
        if known:
            found.add(PACKAGES[max(known, key=len)])
    return frozenset(found)


def _constants(text: str) -> frozenset[str]:
    """What is imported of the types that hold an SDK's constants (`import static ...ChatModelName.GPT_4_O`)."""
    return frozenset(match[2] for match in _STATIC.finditer(text) if owns_constants(match[1]))


def _constant(code: _Code, index: int) -> tuple[str | None, int]:
    """The model that a name stands for as a constant of an SDK, and where the constant stands."""
    token = code.stream[index]
    if code.text(index + 1) == "." and owns_constants(token.text):
        return constant_name(code.text(index + 2)), index + 2
    imported = token.text in code.constants or ("*" in code.constants and token.text.isupper())
    if imported and code.text(index - 1) != "." and code.text(index + 1) not in ("(", "="):
        return constant_name(token.text), index
    return None, index


def _variable(code: _Code, index: int) -> int | None:
    """Where the call starts that reads an environment variable of this name and has no other value beside it."""
    opening, called = index - 1, code.text(index - 2)
    if code.text(opening) != "(" or called not in ("getenv", "GetEnvironmentVariable", "Getenv"):
        return None
    if code.text(index + 1) != ")" or code.text(index + 2) in ("??", "?:", "?."):
        return None
    return index - 4 if code.text(index - 3) == "." else index - 2


def _read(code: _Code) -> Iterator[Reference]:
    shared, region = _shared_endpoint(code), _shared_region(code)
    for index, token in enumerate(code.stream):
        value: str | None
        start: int | None = None
        if token.kind == "string" and token.text and len(token.text) < 300:
            value, shown = token.text, index
            start = _variable(code, index)
        elif token.kind == "name":
            value, shown = _constant(code, index)
        else:
            continue
        if value is None:
            continue
        label = _label(code, index if start is None else start)
        held = _PLACEHOLDER.match(value) if token.kind == "string" and "$" in value else None
        if held:  # @Value("${llm.model:org/name}")
            label, value = held[1].rpartition(".")[2], held[2]
        key = key_of(label)
        if not value or key is None:
            continue
        words, near = _statement(code, index)
        provider = _provider([label, *words], code)
        if near.get("endpoint") is None and _is_of_another(value, provider):
            provider = None
        near = near.beside([], provider)
        if near.get("endpoint") is None and shared and len(code.packages) == 1 and provider in (None, *code.packages):
            near = near.beside([("base_url", shared)])
        if region and near.get("region") is None:
            near = near.beside([("region", region)])
        if start is not None:
            hosted = provider is not None and provider not in OPEN_WEIGHTS
            named = Named(provider or "", f"${value}", endpoint=near.get("endpoint")) if hosted else None
        else:
            named = decide(value, key, near)
        if named and (provider or named.provider != "local" or classify.is_weight_file(value)):
            yield complete(named, near, keys.stem_of_model_key(key) or "", code.place(shown), f"code:{label}")


def _shared_endpoint(code: _Code) -> str | None:
    """The only address that a file points a client at."""
    found = {
        token.text
        for index, token in enumerate(code.stream)
        if token.kind == "string"
        and token.text.startswith("http")
        and looks_like_address(token.text)
        and (plain(_label(code, index)) in ENDPOINTS or classify.provider_of_url(token.text))
    }
    return found.pop() if len(found) == 1 and code.packages else None


def _shared_region(code: _Code) -> str | None:
    """The only region that a file sets (`Region.EU_CENTRAL_1`, `RegionEndpoint.EUCentral1`, `WithRegion("...")`)."""
    found = set()
    for index, token in enumerate(code.stream):
        if token.text in ("Region", "RegionEndpoint") and code.text(index + 1) == ".":
            found.add(_region_name(code.text(index + 2)))
        elif token.kind == "string" and plain(_label(code, index)) in ("region", "location"):
            found.add(token.text)
    known = {name for name in found if re.fullmatch(r"[a-z]{2}(?:-[a-z]+)+-?\d", name)}
    return known.pop() if len(known) == 1 else None


def _region_name(constant: str) -> str:
    text = constant if constant.isupper() else re.sub(r"(?<=[a-zA-Z])(?=[A-Z][a-z]|\d)", "-", constant)
    return text.lower().replace("_", "-")


def _label(code: _Code, index: int, depth: int = 0) -> str:
    """The name that a value is given to: of the call, the argument, the property or the constant."""
    before = index - 1
    if code.text(before) == "(" and code.text(before - 1) == "Uri":  # new Uri("...")
        before -= 3 if code.text(before - 2) == "new" else 2
    if code.text(before) == "(" and code.text(before - 1) in WRAPS:
        before -= 4 if code.text(before - 2) == "." else 2
    if code.text(before) == "," and (opening := _opening(code, index)) and code.text(opening - 1) in NAMES_SECOND:
        return code.text(opening - 1) if _position(code, opening, index) == 1 else ""
    call = _opening(code, index) if code.text(before) in (",", "(") else None
    if call and code.text(call - 1) in (OR_DEFAULT if code.text(before) == "," else ("orElse",)):
        named = _label(code, _start_of_chain(code, call - 1), depth + 1) if depth < MAX_CHAINS else ""
        if key_of(named) is not None:
            return named
    if code.text(before) == "," and (keyed := _key_in_front(code, index)):
        return keyed
    if code.text(before) == "(":
        return (_enumeration(code, before) or code.text(before - 1)) if code.kind(before - 1) == "name" else ""
    if code.text(before) in ("=", ":=", ":", "??", "?:"):
        return _name_given(code, before, index)
    if code.text(before) in ("{", ",", "["):  # an entry of a list of models
        opening = _opening(code, index)
        if opening is not None and code.text(opening) in ("{", "[", "("):
            return _list_label(code, opening)
    return ""


def _name_given(code: _Code, before: int, index: int) -> str:
    """The name in front of the sign by which a value is given."""
    name = before - 1
    if code.text(before) in ("??", "?:") and code.text(name) in ("]", ")"):  # `call(settings["X"] ?? "name")`
        start = _expression(code, name)
        if code.text(start - 1) in ("=", ":=") and code.kind(start - 2) == "name":
            return code.text(start - 2)
        key = code.text(name - 1) if code.text(name) == "]" and code.kind(name - 1) == "string" else ""
        if key_of(key) is not None:  # `{ Name = config["Model"] ?? "..." }`
            return key
        opening = _opening(code, index)
        first = opening is not None and _position(code, opening, index) == 0
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


def _key_in_front(code: _Code, index: int) -> str:
    """The key whose value a text is by default: `getEnv("MODEL_NAME", "name")`, `flag.String("model", "name", ...)`."""
    opening = _opening(code, index)
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


def _enumeration(code: _Code, opening: int) -> str:
    """The enumeration of models that a call stands in as one of its members (`enum ChatModel { SMALL("name") }`)."""
    brace = _opening(code, opening - 1)
    if brace is None or code.text(brace) != "{" or not code.text(opening - 1)[:1].isupper():
        return ""
    named = brace - 1
    if code.text(named) == ")":
        named = code.pairs.get(named, named) - 1
    known = code.text(named - 1) == "enum" or (code.text(named - 1) == "class" and code.text(named - 2) == "enum")
    return code.text(named) if known and key_of(code.text(named)) is not None else ""


def _expression(code: _Code, end: int) -> int:
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


def _start_of_chain(code: _Code, index: int) -> int:
    """The index at which `a.b().c` begins, which ends at `index`."""
    while index >= 2 and code.text(index - 1) in (".", "?."):
        index -= 2
        if code.text(index) == ")" and code.kind(index) == "punct":
            index = code.pairs.get(index, index) - 1
    return index


def _ends(code: _Code, at: int) -> bool:
    """Whether a statement ends behind a token, in a language where the end of a line can do that."""
    if not code.lines or at + 1 >= len(code.stream):
        return False
    left, right = code.stream[at], code.stream[at + 1]
    return left.line < right.line and (left.kind != "punct" or left.text in _ENDS_A_LINE) and right.text not in _GOES_ON


def _position(code: _Code, opening: int, index: int) -> int:
    """Which argument of a call a place is part of, counted from 0."""
    commas, at = 0, opening + 1
    while at < index:
        if code.kind(at) == "punct" and code.text(at) in ("(", "[", "{"):
            at = code.pairs.get(at, at)
        commas += code.text(at) == "," and code.kind(at) == "punct"
        at += 1
    return commas


def _list_label(code: _Code, opening: int) -> str:
    """`List<String> MODELS = List.of("a", "b")`, `var models = new[] { "a" }`, `models := []string{"a"}`."""
    for back in range(opening - 1, max(opening - 10, -1), -1):
        if code.text(back) in ("=", ":="):
            name = code.text(back - 1)
            return name if name.lower().endswith("s") else ""
        if code.text(back) in (";", ")", "{", ","):
            return ""
    return ""


def _statement(code: _Code, index: int) -> tuple[list[str], Neighbors]:
    """The names around a value, nearest first, and the settings that are given in the same statement."""
    words: list[str] = []
    start = _walk_back(code, index, words)
    pairs: list[tuple[str, str]] = []
    level = 0
    for at in range(start, min(index + MAX_WINDOW, len(code.stream))):
        token = code.stream[at]
        if token.kind == "punct":
            level += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if at > index and (token.text == ";" or level < 0):
            break
        if token.kind == "string":
            label = plain(_label(code, at))
            address = label in ENDPOINTS or (token.text.startswith("http") and key_of(label) is None)
            pairs.append(("base_url" if address else label, token.text))
        if at >= index and level <= 0 and _ends(code, at):
            break
    return words, Neighbors().beside(pairs)


def _walk_back(code: _Code, index: int, words: list[str]) -> int:
    """The index at which the statement around a value begins; the names on the way are added to `words`."""
    at, steps = index - 1, 0
    while at > 0 and steps < MAX_WINDOW:
        steps += 1
        token = code.stream[at]
        if _ends(code, at):
            return at + 1
        if token.kind == "punct":
            if token.text == ";" or (token.text == "}" and at not in code.pairs):
                break
            if token.text in (")", "]", "}"):
                opening = code.pairs.get(at, at)
                if token.text == "}" and code.text(opening - 1) in (")", "else", "try", "{", ";", "}", "->"):
                    break  # the end of a block
                at = opening
            elif token.text == "{" and code.text(at - 1) in (")", "else", "try", "->", "=>", "do", "get", "init"):
                break  # the block that the statement stands in
        elif token.kind == "name":
            words.append(token.text)
            if token.text in ("class", "interface", "func", "fun", "record", "namespace", "package"):
                break
        at -= 1
    return at


def _opening(code: _Code, index: int) -> int | None:
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


def _provider(words: Sequence[str], code: _Code) -> str | None:
    """Whom the names of a statement speak of, nearest first; else the one whose packages the file imports."""
    for word in words:
        if word.islower() and word not in ("openai", "anthropic", "ollama", "bedrock", "genai"):
            continue
        found = keys.provider_of_stem(plain(word))
        if found and (not code.packages or found[0] in code.packages or _is_type(word)):
            return found[0]
    if not code.packages:
        made = {
            keys.provider_of_stem(plain(code.text(at + 1)))
            for at, token in enumerate(code.stream)
            if token.text == "new"
        }
        known = {found[0] for found in made if found}
        return known.pop() if len(known) == 1 else None
    return next(iter(code.packages)) if len(code.packages) == 1 else None


def _is_of_another(name: str, provider: str | None) -> bool:
    """Whether a service other than the one the file speaks of is the only one that has a model."""
    makers = ("openai", "anthropic", "gemini")
    maker = classify.hosted_provider_of_name(name)
    return maker in makers and provider in (*makers, "ollama") and maker != provider


def _is_type(word: str) -> bool:
    return word[:1].isupper()
