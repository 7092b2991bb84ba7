"""JavaScript and TypeScript: text enters, references leave.

Imports, clients and constants of the module say what a string is: the model of a call, of a client with its base URL,
or only a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from govscan.discover import keys
from govscan.discover.command_shapes import once
from govscan.discover.decide import decide
from govscan.discover.javascript_forms import choices, fields, members, names_inside, only_compared, returned
from govscan.discover.javascript_module import (
    Client,
    Module,
    assignments,
    literals,
    opening_of,
    place_of,
    settings_of,
    strings_of,
)
from govscan.discover.javascript_module import read as module_of
from govscan.discover.javascript_sdks import CLASSES, ROUTERS
from govscan.discover.javascript_tokens import Token
from govscan.discover.neighbors import Named, Neighbors, complete, safe_address, service
from govscan.discover.surface import SourceFile, Words
from govscan.marked import Malformed
from govscan.reference import Certainty, Reference

NEEDLE = Words(
    b"model pipeline llm openai anthropic gemini bedrock mistral ollama hugging transformers gpt- claude "
    b"tokenizer @ai-sdk",
)

_CHOICES = re.compile(
    r"(?:^|_)(?:models?|tokenizers?|llms?)_(?:options|choices|maps?|mappings?|presets|names|ids"
    r"|catalog|configs?|registry|defaults)$"
)
_OF_A_TEST = re.compile(r"(?:^|/)(?:tests?|__tests__|__mocks__|fixtures|e2e)/|\.(?:test|spec|stories)\.[cm]?[jt]sx?\Z")
_SETS = re.compile(r"^(?:with|set|use)(?=[A-Z])")
MANY: Final = 8
_LOADS: Final = frozenset({"from_pretrained", "fromPretrained"})


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a module.

    Raises:
        govscan.marked.Malformed: expressions so tangled that they were not followed to the end.
    """
    module = module_of(file.path, file.text)
    in_test = bool(_OF_A_TEST.search(file.path))
    for reference in _read(module):
        yield replace(reference, certainty=Certainty.MENTION, reason="in a test") if in_test else reference
    if module.budget <= 0:
        raise Malformed("expressions too tangled to follow to the end")


def _read(module: Module) -> Iterator[Reference]:
    properties = _tables(list(_properties(module)), module)
    fields_found = fields(module, lambda index: _around(module, index)[0])
    others = (*_telling_names(module), *choices(module), *members(module), *fields_found, *returned(module))
    found = list(once((*_calls(module), *properties, *others)))
    yield from found
    used = {reference.endpoint for reference in found}
    for client in module.clients.values():
        address = dict(client.settings).get("baseURL") or dict(client.settings).get("base_url")
        if address and client.place and safe_address(address) not in used:
            lonely = service(address, place_of(module, client.place), "javascript:baseURL")
            if lonely:
                yield lonely


# --- where models are named -----------------------------------------------------------------------------------------


def _calls(module: Module) -> Iterator[Reference]:
    for index, token in enumerate(module.stream):
        if token.kind != "name" or not module.is_punct(index + 1, "("):
            continue
        arguments = _arguments(module, index + 1)
        chain = _chain(module, index)
        if token.text == "pipeline" and len(arguments) > 1:
            yield from _loaded(module, arguments[1], arguments[2:], "pipeline", token)
        elif token.text in _LOADS and arguments:
            yield from _loaded(module, arguments[0], arguments[1:], ".".join(chain[-2:]), token)
        elif token.text in ROUTERS and arguments:
            yield from _named(module, arguments[0], "model", Neighbors(router=True), token.text, token)
        elif arguments and module.text(index - 1) != "new":
            client = _client_of(module, chain)
            if client and (len(chain) == 1 or chain[-1] in _MODEL_METHODS):
                near = Neighbors().beside(client.settings, client.provider)
                yield from _named(module, arguments[0], "model", near, ".".join(chain), token)
            elif module.text(index - 1) in (".", "?.") and _SETS.match(token.text):
                key = keys.normal(_SETS.sub("", token.text))
                if keys.stem_of_model_key(key) is not None:  # `.withModelId("name")`
                    yield from _named(module, arguments[0], key, Neighbors(), token.text, token)


_MODEL_METHODS: Final = frozenset(
    {"chat", "completion", "responses", "embedding", "textEmbedding", "textEmbeddingModel", "embeddingModel", "image",
     "imageModel", "languageModel", "chatModel", "transcription", "speech", "messages", "run"}
)  # fmt: skip


def _arguments(module: Module, opening: int) -> list[int]:
    """The indexes at which the arguments of a call start."""
    closing = module.pairs.get(opening, opening)
    starts = [opening + 1] if closing > opening + 1 else []
    index = opening + 1
    while index < closing and len(starts) < 10:
        if module.text(index) in ("(", "[", "{") and module.stream[index].kind == "punct":
            index = module.pairs.get(index, closing)
        elif module.is_punct(index, ",") and index + 1 < closing:
            starts.append(index + 1)
        index += 1
    return starts


def _chain(module: Module, index: int) -> list[str]:
    """The names of `a.b.c` that ends at an index; `this` is left out."""
    names = [module.text(index)]
    while module.text(index - 1) in (".", "?.") and index >= 2 and module.stream[index - 2].kind == "name":
        index -= 2
        names.insert(0, module.text(index))
    return [name for name in names if name != "this"]


def _client_of(module: Module, chain: Sequence[str]) -> Client | None:
    return next((module.clients[name] for name in chain[:2] if name in module.clients), None)


def _loaded(module: Module, argument: int, options: Sequence[int], via: str, call: Token) -> Iterator[Reference]:
    pairs: list[tuple[str, str]] = []
    for option in options:
        if module.is_punct(option, "{"):
            pairs.extend(settings_of(module, option)[0])
    kept = [(name, value) for name, value in pairs if name in ("revision", "dtype", "subfolder")]
    yield from _named(module, argument, "pretrained_model", Neighbors().beside(kept), via, call)


def _named(module: Module, argument: int, key: str, near: Neighbors, via: str, call: Token) -> Iterator[Reference]:
    for literal in literals(module, argument):
        named = decide(literal.text, key, near)
        if named is None and near.provider == "replicate" and re.fullmatch(r"[\w.-]+/[\w.-]+(?::\w+)?", literal.text):
            named = Named("replicate", literal.text)
        if named:
            yield complete(named, near, "", place_of(module, literal), f"javascript:{via}", place_of(module, call))


def _properties(module: Module) -> Iterator[Reference]:
    """`model: "..."` and its kin in objects, judged by the call or the client around them."""
    for index, token in enumerate(module.stream):
        if token.kind not in ("name", "string") or not module.is_punct(index + 1, ":"):
            continue
        if module.text(index - 1) not in ("{", ",") or keys.stem_of_model_key(keys.normal(token.text)) is None:
            continue
        if _is_type(module, index):
            continue
        near, around = _around(module, index)
        if keys.normal(token.text) == "model_name" and keys.is_shown_name("model_name", _names_beside(module, index)):
            continue
        starts = [index + 2]
        if module.is_punct(index + 2, "["):
            closing = module.pairs.get(index + 2, index)
            starts = [at for at in range(index + 3, closing) if module.stream[at].kind == "string"][:200]
        for start in starts:
            for literal in literals(module, start):
                named = decide(literal.text, keys.normal(token.text), near)
                if named:
                    stem = keys.stem_of_model_key(keys.normal(token.text)) or ""
                    via = f"javascript:{around}{token.text}"
                    yield complete(named, near, stem, place_of(module, literal), via, place_of(module, token))


def _tables(found: list[Reference], module: Module) -> Iterator[Reference]:
    """A long list of objects in a module that talks to no model at all is a table (a leaderboard, a price list)."""
    bare = [reference for reference in found if "." not in reference.via]
    table = set(bare) if len(bare) >= MANY and not module.packages else set()
    for reference in found:
        listed = reference in table
        yield replace(reference, certainty=Certainty.MENTION, reason="listed in a table") if listed else reference


def _around(module: Module, index: int) -> tuple[Neighbors, str]:
    """The settings beside a property, and what the call that the object is handed to speaks to."""
    opening = opening_of(module, index)
    near, callee = Neighbors(), ""
    client = None
    if opening is not None:
        outer = opening
        for _ in range(4):  # an object inside the object of the call
            if outer and module.is_punct(outer - 1, "(") and module.stream[outer - 2].kind == "name":
                chain = _chain(module, outer - 2)
                callee = ".".join(chain[-3:]) + "."
                made = chain[-1]
                client = _client_of_class(module, CLASSES[made]) if made in CLASSES else _client_of(module, chain)
                break
            above = opening_of(module, outer - 1)
            if above is None:
                break
            outer = above
    if client is None and len(module.packages) == 1:
        client = _only_client(module)
    if client:
        near = near.beside(client.settings, client.provider if client.provider != "huggingface" else None)
    return near.beside(_siblings(module, opening)) if opening is not None else near, callee


def _is_type(module: Module, index: int) -> bool:
    """Whether a property stands in a TypeScript type (`type Props = {...}`, `interface Props {...}`)."""
    opening = opening_of(module, index)
    return opening is not None and (module.text(opening - 3) == "type" or module.text(opening - 2) == "interface")


def _client_of_class(module: Module, provider: str) -> Client:
    """What a class speaks to; a region is set on the one client of its provider."""
    known = [client for client in module.clients.values() if client.provider == provider and client.settings]
    region = (
        [pair for pair in known[0].settings if keys.normal(pair[0]) in ("region", "location")]
        if len(known) == 1
        else []
    )
    return Client(provider, tuple(region))


def _only_client(module: Module) -> Client | None:
    """The client of a module that imports one provider alone."""
    made = [client for client in module.clients.values() if client.settings]
    package = next(iter(module.packages))
    return made[0] if len(made) == 1 else Client(package) if package not in ("huggingface", "openai") else None


def _siblings(module: Module, opening: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    index, closing = opening + 1, module.pairs.get(opening, opening)
    while index < closing and len(found) < 100:
        token = module.stream[index]
        if token.kind == "punct" and token.text in ("(", "[", "{"):
            nested = module.text(index - 2) in ("configuration", "clientOptions", "clientConfig")
            index = index if nested else module.pairs.get(index, closing)
        elif token.kind in ("name", "string") and module.is_punct(index + 1, ":"):
            values = literals(module, index + 2)
            if (
                values
                and keys.setting_of(keys.normal(token.text))
                and token.text not in ("type", "host", "url", "task")
            ):
                found.append((token.text, values[0].text))
        index += 1
    return found


def _names_beside(module: Module, index: int) -> Iterator[str]:
    """The names of the properties of the object that a place stands in."""
    at = opening_of(module, index)
    closing = module.pairs.get(at, 0) if at is not None else 0
    while at is not None and at + 1 < closing:
        at += 1
        if module.stream[at].kind == "punct" and module.text(at) in ("(", "[", "{"):
            at = module.pairs.get(at, closing)
        elif module.is_punct(at + 1, ":"):
            yield module.text(at)


def _telling_names(module: Module) -> Iterator[Reference]:
    """Constants whose name says that they hold models."""
    for name, start in assignments(module):
        key = keys.normal(name)
        compared: bool | None = None
        if keys.stem_of_model_key(key) is None and not _CHOICES.search(key):
            continue
        for literal, shape in strings_of(module, start):
            if shape.startswith("value") and not names_inside(shape.partition(" ")[2], literal.text):
                continue
            near = Neighbors()
            client = _only_client(module) if len(module.packages) == 1 else None
            if client and client.provider not in ("huggingface", "huggingface-inference"):
                near = near.beside(client.settings)
            named = decide(literal.text, key, near)
            if named and named.provider != "local":
                place = place_of(module, literal)
                found = replace(complete(named, near, "", place, f"javascript:{name}"), used_at=None)
                if compared is None:
                    compared = shape == "entry" and only_compared(module, name)
                yield replace(found, certainty=Certainty.MENTION, reason=f"listed in {name}") if compared else found
