"""What the names of a JavaScript module speak to: imported packages, and clients with their settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from govscan.discover import classify, keys
from govscan.discover.javascript_containers import arguments_of
from govscan.discover.javascript_sdks import CLASSES, FACTORIES, makes_models, provider_of_package
from govscan.discover.javascript_tree import Module, child
from govscan.discover.javascript_values import Text, Values

if TYPE_CHECKING:
    from tree_sitter import Node

_ADDRESSES = ("base_url", "azure_endpoint", "endpoint")
_NOT_BESIDE = ("type", "host", "url", "task")
MAX_SETTINGS = 100


class Client(Struct, frozen=True):
    """What a name of the module speaks to."""

    provider: str
    settings: tuple[tuple[str, str], ...] = ()
    address: Text | None = None  # the literal of the base URL


class Clients(Struct):
    """All of a module, and the providers of the packages that it imports."""

    by_name: dict[str, Client] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    makers: set[str] = field(default_factory=set)  # names whose calls make models of a provider that is not known

    def of(self, chain: Sequence[str]) -> Client | None:
        return next((self.by_name[name] for name in chain[:2] if name in self.by_name), None)

    def of_call(self, call: Node, chain: Sequence[str], module: Module) -> Client | None:
        """The client that a call speaks to; a maker of models counts where the result is named so."""
        client = self.of(chain)
        if client is None and chain[0] in self.makers and speaks_of_result(call, module):
            return Client("custom")
        return client

    def only(self) -> Client | None:
        """The client of a module that imports one provider alone."""
        if len(self.packages) != 1:
            return None
        made = [client for client in self.by_name.values() if client.settings]
        package = next(iter(self.packages))
        return made[0] if len(made) == 1 else Client(package) if package not in ("huggingface", "openai") else None

    def of_class(self, provider: str) -> Client:
        """What a class speaks to; a region is set on the one client of its provider."""
        known = [client for client in self.by_name.values() if client.provider == provider and client.settings]
        regions = ("region", "location")
        settings = known[0].settings if len(known) == 1 else ()
        return Client(provider, tuple(pair for pair in settings if keys.normal(pair[0]) in regions))


def chain_of(node: Node | None, module: Module) -> list[str]:
    """The names of `a.b.c`; `this` is left out, and so is what is no plain name."""
    names: list[str] = []
    while node is not None and node.type == "member_expression" and len(names) < 20:
        names.insert(0, module.text(node.child_by_field_name("property")))
        node = node.child_by_field_name("object")
    if node is not None and node.type == "identifier":
        names.insert(0, module.text(node))
    return names


def callee_of(call: Node, module: Module) -> list[str]:
    return chain_of(call.child_by_field_name("function") or call.child_by_field_name("constructor"), module)


def speaks_of_result(call: Node, module: Module) -> bool:
    """Whether the property or the variable that is given what a call returns speaks of a model."""
    around = module.outer.get(call.id)
    name = around.child_by_field_name("key") or around.child_by_field_name("name") if around is not None else None
    return name is not None and keys.stem_of_model_key(keys.normal(module.text(name).strip("\"'"))) is not None


def clients_of(values: Values) -> Clients:
    """The packages that a module imports, and the clients that it makes of them."""
    module, found = values.module, Clients()
    for name, (source, _) in module.imports.items():
        provider = provider_of_package(source)
        if provider is not None:
            found.packages.add(provider)
            if not name.startswith("'"):
                found.by_name[name] = Client(CLASSES.get(name) or FACTORIES.get(name) or provider)
        elif makes_models(source):
            found.makers.add(name)
    bound = [(name, each.value) for name, rows in module.bindings.items() for each in rows]
    bound += [(name.partition(".")[2], value) for name, rows in module.members.items() for value in rows]
    for name, value in bound:
        if value.type not in ("identifier", "string", "number"):
            made = _made(value, module, found)
            if made is not None:
                found.by_name[name] = Client(made[0], *settings_of(made[1], values))
            elif value.type == "call_expression" and not found.makers.isdisjoint(callee_of(value, module)[:1]):
                found.makers.add(name)  # const acme = createAcme({...})
    return found


def _made(value: Node, module: Module, known: Clients) -> tuple[str, Node] | None:
    """`new OpenAI({...})`, `createOpenAI({...})`, with the provider that it speaks to."""
    while value.type in ("await_expression", "parenthesized_expression", "as_expression", "non_null_expression"):
        inner = child(value, 0)
        if inner is None:
            return None
        value = inner
    if value.type == "binary_expression" and (right := value.child_by_field_name("right")) is not None:
        value = right  # globalThis.client ?? new OpenAI()
    if value.type not in ("new_expression", "call_expression"):
        return None
    chain = callee_of(value, module)
    if not chain:
        return None
    imported = known.by_name.get(chain[-1]) or (known.by_name.get(chain[0]) if value.type == "new_expression" else None)
    provider = FACTORIES.get(chain[-1]) or CLASSES.get(chain[-1]) or (imported.provider if imported else None)
    return (provider, value) if provider else None


def settings_of(call: Node, values: Values) -> tuple[tuple[tuple[str, str], ...], Text | None]:
    """Names and values of the objects among the arguments of a call, and the literal of a base URL."""
    found: list[tuple[str, str]] = []
    address: Text | None = None
    todo = arguments_of(call)
    while todo and len(found) < MAX_SETTINGS:
        for table, home in values.containers(todo.pop(0), values.module):
            if table.type != "object":
                continue
            for name, value, place in values.entries(table, home):
                if value.type == "object":
                    todo.append(value)
                elif value.type in ("true", "false"):
                    found.append((name, value.type))
                elif text := next(iter(values.texts(value, place)), None):
                    found.append((name, text.text))
                    address = text if keys.normal(name) in _ADDRESSES and not text.variable else address
    return tuple(found), address


def beside(table: Node, values: Values) -> list[tuple[str, str]]:
    """The settings that stand in an object."""
    found: list[tuple[str, str]] = []
    for name, value, home in values.entries(table, values.module):
        if name in _NOT_BESIDE or keys.setting_of(keys.normal(name)) is None or len(found) >= MAX_SETTINGS:
            continue
        if value.type in ("true", "false"):
            found.append((name, value.type))
        elif text := next(iter(values.texts(value, home)), None):
            found.append((name, text.text))
    for name, value, _ in values.entries(table, values.module):
        if name in ("configuration", "clientOptions", "clientConfig") and value.type == "object":
            found.extend(beside(value, values))
    return found


def protocol_of(client: Client) -> str:
    """Who answers to a name that is not known: behind a base URL, nobody knows."""
    address = next((value for name, value in client.settings if keys.normal(name) == "base_url"), None)
    return (classify.provider_of_url(address) or "custom") if address else client.provider
