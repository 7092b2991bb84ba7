"""JavaScript and TypeScript: text enters, references leave.

Imports, clients and constants say what a string is: the model of a call, of a client with its base URL, or only a
word. The code is read as a syntax tree (`javascript_tree`) and never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from govscan.discover import classify, in_tests, keys
from govscan.discover.commands import once
from govscan.discover.decide import decide
from govscan.discover.javascript_choices import asked, made, members, offered, only_looked_in, returned, setter
from govscan.discover.javascript_clients import Client, Clients, beside, callee_of, clients_of, protocol_of
from govscan.discover.javascript_commands import started
from govscan.discover.javascript_constants import MAX_STRINGS, Stands, told
from govscan.discover.javascript_containers import arguments_of, key_text, names_of
from govscan.discover.javascript_library import Library
from govscan.discover.javascript_needle import may_name
from govscan.discover.javascript_sdks import CLASSES, CREATES, ENGINES, MODEL_METHODS, ROUTERS
from govscan.discover.javascript_tree import child, parse
from govscan.discover.javascript_values import Text, Values, place_of
from govscan.discover.needles import Words
from govscan.discover.neighbors import Named, Neighbors, complete, safe_address, service
from govscan.discover.surface import SourceFile
from govscan.reference import Location, Reference

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDLE = Words(
    b"model pipeline llm openai anthropic gemini bedrock mistral ollama hugging transformers gpt- claude "
    b"tokenizer @ai-sdk",
)

_OF_REPLICATE: Final = re.compile(r"[\w.-]+/[\w.-]+(?::\w+)?\Z")
MANY: Final = 8
MAX_AROUND: Final = 12  # objects and calls that are looked at around a property
_LOADS: Final = frozenset({"from_pretrained", "fromPretrained"})
_FETCHES: Final = frozenset({"fetch", "$fetch", "ofetch", "post", "request", "axios", "got"})
_STARTS: Final = frozenset({"exec", "execSync", "spawn", "spawnSync", "execFile", "execFileSync", "execa", "execaSync"})
_HANDS_ON: Final = frozenset({"stringify", "JSON.stringify", "freeze", "assign"})


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a module.

    Raises:
        govscan.marked.Malformed: more of it than is read.
    """
    if not may_name(file.data, file.path):
        return
    module = parse(file.path, file.text)
    finder = _Finder(Values(module, Library(file.siblings)))
    found = once(finder.references())
    yield from in_tests.mentioned(found) if in_tests.of_javascript(file.path) else found


class _Finder:
    """Collects the references of one module. `claimed` are the places of literals that a call has said more of."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.clients: Clients = clients_of(values)
        self.claimed: set[tuple[str, int]] = set()

    def references(self) -> list[Reference]:
        calls = self.module.nodes.get("call", [])
        found = [reference for call in calls for reference in self.call(call)]
        found += self.tables(list(self.properties()))
        found += [reference for node in self.module.nodes.get("attribute", ()) for reference in self.attribute(node)]
        found += self.telling_names()
        found += self.others()
        used = {reference.endpoint for reference in found}
        for client in self.clients.by_name.values():
            address = client.address
            if address is not None and address.module is self.module and safe_address(address.text) not in used:
                lonely = service(address.text, address.place, "javascript:baseURL")
                found += [lonely] if lonely else []
        return found

    # --- calls ----------------------------------------------------------------------------------------------------

    def call(self, call: Node) -> Iterator[Reference]:
        chain, given = callee_of(call, self.module), arguments_of(call)
        if not chain or not given:
            return
        name = chain[-1]
        if call.type == "call_expression" and name == "pipeline" and len(given) > 1:
            yield from self.loaded(given[1], given[2:], "pipeline", call)
        elif name in _LOADS:
            yield from self.loaded(given[0], given[1:], ".".join(chain[-2:]), call)
        elif name in ENGINES or name == "loadModel" or (name in ROUTERS and len(given) < 3):
            for argument in given[: 2 if name in ENGINES else 1]:
                yield from self.named(argument, "model", Neighbors(router=name in ROUTERS), name, call)
        elif name in _STARTS:
            yield from started(given, self.values)
        elif call.type == "call_expression":
            client = self.clients.of_call(call, chain, self.module)
            if client and (len(chain) == 1 or name in MODEL_METHODS):
                near = Neighbors().beside(client.settings, client.provider)
                yield from self.named(given[0], "model", near, ".".join(chain), call)
            elif client is None and (found := setter(call.child_by_field_name("function"), self.module)):
                yield from self.named(given[0], found[0], Neighbors(), self.module.text(found[1]), found[1])
            if client or name in CREATES:
                yield from self.handed(given, client, chain, call)
        elif name in CLASSES or self.clients.of(chain):
            client = self.clients.of_class(CLASSES[name]) if name in CLASSES else self.clients.of(chain)
            yield from self.handed(given, client, chain, call)

    def loaded(self, argument: Node, options: list[Node], via: str, call: Node) -> Iterator[Reference]:
        pairs: list[tuple[str, str]] = []
        for option in options:
            for table, _ in self.values.containers(option, self.module):
                pairs.extend(beside(table, self.values) if table.type == "object" else ())
        kept = [(name, value) for name, value in pairs if name in ("revision", "dtype", "subfolder", "model_file_name")]
        near = Neighbors().beside(kept)
        yield from self.named(argument, "pretrained_model", near, via, call, "huggingface")

    def named(
        self, argument: Node, key: str, near: Neighbors, via: str, call: Node, loads: str | None = None
    ) -> Iterator[Reference]:
        """What the argument of a call names. `loads` is the provider of a call that can be given nothing else."""
        for text in self.values.texts(argument):
            if not text.whole:
                named = _incomplete(text) if loads else None
            elif text.variable:
                named = Named(loads, text.text) if loads else None
            else:
                named = decide(text.text, key, near)
                if named is None and near.provider == "replicate" and _OF_REPLICATE.match(text.text):
                    named = Named("replicate", text.text)
                if named is None and loads:
                    yield from self.unlikely(text, loads, near, via, call)
            if named:
                yield self.refer(named, text, near, "", via, call)

    def unlikely(self, text: Text, provider: str, near: Neighbors, via: str, call: Node) -> Iterator[Reference]:
        """What a call that loads a model is given where no model can be called so."""
        name, held = text.text.strip(), keys.is_placeholder(text.text)
        if not name or "\n" in name or len(name) > 120 or "://" in name or name.startswith((".", "/")):
            return
        if held or re.search(r"[\s<>{}$]", name):
            found = self.refer(Named(provider, name), text, near, "", via, call)
            yield found.as_mention("placeholder") if held else found

    def handed(self, given: list[Node], client: Client | None, chain: list[str], call: Node) -> Iterator[Reference]:
        """Objects that a call is handed by name or spread (`create(params)`, `create({...config})`), and names that
        only the environment knows."""
        near = Neighbors().beside(client.settings, client.provider) if client else Neighbors()
        via = ".".join(chain[-3:])
        for argument in given[:3]:
            for table, home in self.values.containers(argument, self.module):
                if table.type != "object":
                    continue
                inside = near.beside(beside(table, self.values) if home is self.module else [])
                for name, value, place in self.values.entries(table, home):
                    key = keys.normal(name)
                    if keys.stem_of_model_key(key) is None:
                        continue
                    own = place is self.module and argument.start_byte < value.start_byte < argument.end_byte
                    said = own and value.type != "shorthand_property_identifier"  # a property, which is read by itself
                    asks = client is not None and chain[-1] in CREATES and key == "model"
                    for text in self.values.texts(value, place):
                        named = decide(text.text, key, inside) if text.whole and not text.variable else None
                        if text.variable and client and asks:
                            named = Named(protocol_of(client), text.text, endpoint=near.get("endpoint"))
                        if named and not (said and not text.variable):
                            yield self.refer(named, text, inside, "", f"{via}.{name}", call)
                        elif named is None and client and asks and text.whole:
                            yield from self.unlikely(text, protocol_of(client), inside, f"{via}.{name}", call)

    # --- properties -----------------------------------------------------------------------------------------------

    def properties(self) -> Iterator[Reference]:
        """`model: "..."` and its kin in objects, judged by the call or the client around them."""
        for node in self.module.nodes.get("pair", ()):
            key_node, value = node.child_by_field_name("key"), node.child_by_field_name("value")
            if key_node is None or value is None or key_node.type == "computed_property_name":
                continue
            written = key_text(key_node, self.module)
            key = keys.normal(written)
            stem = keys.stem_of_model_key(key)
            if stem is None:
                continue
            table = self.module.outer.get(node.id)
            if key == "model_name" and table is not None and keys.is_shown_name(key, names_of(table, self.module)):
                continue
            near, around = self.around(node)
            parts = value.named_children[:MAX_STRINGS] if value.type == "array" else [value]
            for part in parts:
                for text in self.values.texts(part):
                    named = decide(text.text, key, near) if text.whole and not text.variable else None
                    if named:
                        found = self.refer(named, text, near, stem, f"{around}{written}", key_node)
                        yield found if around else replace(found, used_at=None)

    def around(self, pair: Node) -> tuple[Neighbors, str]:
        """The settings beside a property, and what the call that the object is handed to speaks to."""
        table = self.module.outer.get(pair.id)
        near, callee, client = Neighbors(), "", None
        node = table
        for _ in range(MAX_AROUND):
            if node is None or node.type in ("arrow_function", "function_expression", "class_declaration"):
                break
            node = self.module.outer.get(node.id)
            if node is None or node.type not in ("call_expression", "new_expression"):
                continue
            chain = callee_of(node, self.module)
            if not chain or ".".join(chain[-2:]) in _HANDS_ON or chain[-1] in _HANDS_ON:
                continue
            callee = ".".join(chain[-3:]) + "."
            made = chain[-1]
            client = self.clients.of_class(CLASSES[made]) if made in CLASSES else self.clients.of(chain)
            if client is None and made in _FETCHES:
                near = near.beside(self.address(arguments_of(node)))
            break
        client = client or self.clients.only()
        if client:
            near = near.beside(client.settings, client.provider if client.provider != "huggingface" else None)
        return near.beside(beside(table, self.values)) if table is not None else near, callee

    def address(self, given: list[Node]) -> list[tuple[str, str]]:
        """Where a plain request goes to, as far as a service is known there."""
        texts = self.values.texts(given[0]) if given else ()
        return [("base_url", text.text) for text in texts[:1] if classify.provider_of_url(text.text)]

    def attribute(self, node: Node) -> Iterator[Reference]:
        """`<Chat model="..." />`."""
        name, value = child(node, 0), child(node, 1)
        if name is None or value is None:
            return
        if self.module.text(name) == "value" and (choice := offered(node, self.module)):
            tag, text, provider = choice
            found = self.refer(Named(provider, text.text), text, Neighbors(), "", f"<{tag}>", node)
            yield replace(found, used_at=None)
        if keys.stem_of_model_key(keys.normal(self.module.text(name))) is None:
            return
        inside = child(value, 0) if value.type == "jsx_expression" else value
        for text in self.values.texts(inside):
            named = decide(text.text, keys.normal(self.module.text(name)), Neighbors()) if text.whole else None
            if named and named.provider != "local":
                yield replace(self.refer(named, text, Neighbors(), "", self.module.text(name), node), used_at=None)

    def tables(self, found: list[Reference]) -> Iterator[Reference]:
        """A long list of objects in a module that talks to no model at all is a table (a leaderboard, a price list)."""
        bare = [reference for reference in found if "." not in reference.via]
        many = len({reference.name for reference in bare}) >= MANY  # presets repeat the same ones
        table = set(bare) if many and not self.clients.packages else set()
        for reference in found:
            listed = reference in table
            yield reference.as_mention("listed in a table") if listed else reference

    def telling_names(self) -> Iterator[Reference]:
        """Constants whose name says that they hold models."""
        client = self.clients.only()
        near = Neighbors()
        if client and client.provider not in ("huggingface", "huggingface-inference"):
            near = near.beside(client.settings)
        only: dict[str, bool] = {}  # whether a list is only looked in, by its name
        for name, text, stands in told(self.values):
            named = decide(text.text, keys.normal(name), near)
            if named and named.provider != "local":
                found = replace(self.refer(named, text, near, "", name, text.node), used_at=None)
                if name not in only:
                    only[name] = stands is Stands.IN_A_LIST and only_looked_in(self.module, name)
                listed = only[name] or stands is Stands.BEFORE_A_NUMBER
                listing = f"listed in {name}"
                yield found.as_mention(listing) if listed else found

    def others(self) -> Iterator[Reference]:
        """The members of enumerations of models, the defaults of what asks for one, and what functions give that say
        so."""
        rows = [("model", name, text, Neighbors()) for name, text in members(self.module)]
        rows += [(name, f"{name}.{key}", text, self.around(pair)[0]) for name, key, text, pair in asked(self.module)]
        rows += [("model", name, text, Neighbors()) for name, text in returned(self.module)]
        rows += [("model", name, text, Neighbors()) for name, text in made(self.module)]
        for name, via, text, near in rows:
            named = decide(text.text, keys.normal(name), near)
            if named and named.provider != "local":
                yield replace(self.refer(named, text, Neighbors(), "", via, text.node), used_at=None)

    def refer(self, named: Named, text: Text, near: Neighbors, stem: str, via: str, used: Node) -> Reference:
        used_at: Location | None = place_of(used, self.module)
        return complete(named, near, stem, text.place, f"javascript:{via}", used_at)


def _incomplete(text: Text) -> Named | None:
    """A Hub id that is partly made at run time (`acme/whisper-${size}`)."""
    bare = re.sub(r"\{[^{}]{0,80}\}", "x", text.text)
    known = "{" not in text.text.partition("/")[0]
    return Named("huggingface", text.text) if known and classify.is_hub_id(bare) else None
