"""Java, Kotlin, C# and Go: text enters, references leave.

A text is a model where the call, property or constant that it is given to says so (`modelName("...")`, `Model: "..."`,
`AddOpenAIChatCompletion("...")`); the class, the package and the settings of the same statement say who serves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from govscan.discover import classify, in_tests, keys
from govscan.discover.code_labels import MAX_WINDOW, Code, ends, label_of
from govscan.discover.code_names import constant_name, key_of, owns_constants, plain
from govscan.discover.code_needle import may_name
from govscan.discover.code_properties import property_in
from govscan.discover.code_sdks import ENDPOINTS, PACKAGES
from govscan.discover.code_tokens import pairs_of, tokens
from govscan.discover.commands import once
from govscan.discover.decide import decide
from govscan.discover.needles import Words
from govscan.discover.neighbors import Named, Neighbors, complete, looks_like_address
from govscan.discover.signatures import OPEN_WEIGHTS
from govscan.discover.surface import SourceFile
from govscan.pattern import pattern
from govscan.reference import Location, Reference

NEEDLE = Words(
    b"openai anthropic bedrock gemini mistral ollama hugging cohere dashscope langchain semantickernel gpt- "
    b"claude- vertexai genai deepseek llama onnx /resolve/ extensions.ai",
)

_IMPORT = pattern(r"^[ \t]*(?:import|using)[ \t]+(?:static[ \t]+)?([\w.]{2,200})", re.MULTILINE)
_STATIC = pattern(r"^[ \t]*import[ \t]+static[ \t]+[\w.]{1,200}?(\w+)\.(\w+|\*)[ \t]*;", re.MULTILINE)
_GO_IMPORT = pattern(r"\"((?:[\w-]+\.)+[a-z]{2,}/[\w./-]{2,200})\"")
# What names a configuration (`@RegisterAiService(modelName = "openai")`), and no model.
_SERVICES = frozenset({"openai", "azure", "anthropic", "bedrock", "vertex", "ollama", "huggingface"})
_SETTING = pattern(r"[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*(?:MODEL|NAME|ID|DEPLOYMENT)\Z")  # firstEnv("MODEL", "MODEL_ID")
_PLACEHOLDER = pattern(r"\$\{([\w.-]{1,120}):([^{}$]{1,300})\}\Z")


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a source file."""
    if not may_name(file.data):
        return
    stream = tokens(file.text)
    go = file.path.lower().endswith(".go")
    lines = go or file.path.lower().endswith((".kt", ".kts"))
    code = Code(file.path, stream, pairs_of(stream), _packages(file.text, go), go, lines, _constants(file.text))
    found = once(chain(_read(code), _properties(code)))
    yield from in_tests.mentioned(found) if in_tests.of_code(file.path) else found


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


def _constant(code: Code, index: int) -> tuple[str | None, int]:
    """The model that a name stands for as a constant of an SDK, and where the constant stands."""
    token = code.stream[index]
    if code.text(index + 1) == "." and owns_constants(token.text):
        return constant_name(code.text(index + 2)), index + 2
    imported = token.text in code.constants or ("*" in code.constants and token.text.isupper())
    if imported and code.text(index - 1) != "." and code.text(index + 1) not in ("(", "="):
        return constant_name(token.text), index
    return None, index


def _variable(code: Code, index: int) -> int | None:
    """Where the call starts that reads an environment variable of this name and has no other value beside it."""
    opening, called = index - 1, code.text(index - 2)
    if code.text(opening) != "(" or called not in ("getenv", "GetEnvironmentVariable", "Getenv"):
        return None
    if code.text(index + 1) != ")" or code.text(index + 2) in ("??", "?:", "?."):
        return None
    return index - 4 if code.text(index - 3) == "." else index - 2


def _read(code: Code) -> Iterator[Reference]:
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
        label = label_of(code, index if start is None else start)
        held = _PLACEHOLDER.match(value) if token.kind == "string" and "$" in value else None
        if held:  # @Value("${llm.model:org/name}")
            label, value = held[1].rpartition(".")[2], held[2]
        key = key_of(label)
        if not value or key is None or value in _SERVICES or (start is None and _SETTING.match(value)):
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


def _properties(code: Code) -> Iterator[Reference]:
    for index, token in enumerate(code.stream):
        known = property_in(token.text) if token.kind == "string" else None
        near = Neighbors().beside([], known.provider if known else None)
        named = decide(known.value, known.key, near) if known else None
        if known and named and named.provider != "local":
            place = code.place(index)
            moved = Location(place.path, place.line, place.column + known.shift)
            yield complete(named, near, "", moved, f"code:{known.name}")


def _shared_endpoint(code: Code) -> str | None:
    """The only address that a file points a client at."""
    found = {
        token.text
        for index, token in enumerate(code.stream)
        if token.kind == "string"
        and token.text.startswith("http")
        and looks_like_address(token.text)
        and (plain(label_of(code, index)) in ENDPOINTS or classify.provider_of_url(token.text))
    }
    return found.pop() if len(found) == 1 and code.packages else None


def _shared_region(code: Code) -> str | None:
    """The only region that a file sets (`Region.EU_CENTRAL_1`, `RegionEndpoint.EUCentral1`, `WithRegion("...")`)."""
    found = set()
    for index, token in enumerate(code.stream):
        if token.text in ("Region", "RegionEndpoint") and code.text(index + 1) == ".":
            found.add(_region_name(code.text(index + 2)))
        elif token.kind == "string" and plain(label_of(code, index)) in ("region", "location"):
            found.add(token.text)
    known = {name for name in found if re.fullmatch(r"[a-z]{2}(?:-[a-z]+)+-?\d", name)}
    return known.pop() if len(known) == 1 else None


def _region_name(constant: str) -> str:
    text = constant if constant.isupper() else re.sub(r"(?<=[a-zA-Z])(?=[A-Z][a-z]|\d)", "-", constant)
    return text.lower().replace("_", "-")


def _statement(code: Code, index: int) -> tuple[list[str], Neighbors]:
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
            label = plain(label_of(code, at))
            address = label in ENDPOINTS or (token.text.startswith("http") and key_of(label) is None)
            pairs.append(("base_url" if address else label, token.text))
        if at >= index and level <= 0 and ends(code, at):
            break
    return words, Neighbors().beside(pairs)


def _walk_back(code: Code, index: int, words: list[str]) -> int:
    """The index at which the statement around a value begins; the names on the way are added to `words`."""
    at, steps = index - 1, 0
    while at > 0 and steps < MAX_WINDOW:
        steps += 1
        token = code.stream[at]
        if ends(code, at):
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


def _provider(words: Sequence[str], code: Code) -> str | None:
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
