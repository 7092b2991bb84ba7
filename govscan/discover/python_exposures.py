"""The arguments of a call enter, its exposures leave: keys written out, certificates that are not verified. Values are
followed through names, as those of addresses are; only the places of what was found are kept."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Final

from govscan.discover import keys
from govscan.discover.python_arguments import Arguments
from govscan.discover.python_module import Module, Scope, Site, last_word
from govscan.discover.python_values import Values
from govscan.discover.secrets import is_key
from govscan.reference import Exposure, ExposureKind, Location, Reference

_HEADERS: Final = frozenset({"headers", "default_headers", "extra_headers", "additional_headers"})
_VERIFIES: Final = frozenset({"verify", "ssl", "verify_ssl", "ssl_verify", "verify_certs", "verify_tls"})
_CARRIES: Final = frozenset(
    {"http_client", "http_async_client", "async_http_client", "async_client", "session", "transport", "connector",
     "http_options", "client_args", "async_client_args", "client_kwargs", "context", "ssl_context", "verify", "ssl"}
)  # fmt: skip
"""Arguments that take an object which says how connections are made."""
MAX_INSIDE: Final = 3

Placing = Callable[[ast.expr], Location]


class Exposures:
    """Of the calls of one module, each looked at once for all models that it names."""

    def __init__(self, module: Module, values: Values, place: Placing) -> None:
        self.module, self.values, self.place = module, values, place
        self.known: dict[ast.Call, tuple[Exposure, ...]] = {}

    def of(self, *sites: Site | None) -> tuple[Exposure, ...]:
        """What the calls that make a client, or ask one, give away."""
        return tuple(sorted({each for site in sites if site is not None for each in self._of(site)}))

    def _of(self, site: Site) -> tuple[Exposure, ...]:
        if site.node not in self.known:
            found = list(_of_call(site, self.module, self.values, self.place, 0))
            if isinstance(site.node.func, ast.Attribute):
                session = site.node.func.value
                found.extend(_of_receiver(session, self.module, self.values, site.scope, self.place))
            self.known[site.node] = tuple(found)
        return self.known[site.node]


def united(one: Reference, other: Reference) -> tuple[Exposure, ...]:
    """The exposures of both."""
    return tuple(sorted({*one.exposures, *other.exposures})) if other.exposures else one.exposures


def _of_call(site: Site, module: Module, values: Values, place: Placing, depth: int) -> Iterator[Exposure]:
    arguments = Arguments(site, values)
    for name, node in arguments.named.items():
        normal = keys.normal(name)
        if normal in _HEADERS:
            yield from _of_headers(node, site.scope, values, place)
        elif keys.is_secret(normal) or normal in ("credential", "use_auth_token"):
            yield from _of_key(node, normal, site.scope, values, place)
        if normal in _VERIFIES and arguments.flag(name) is False:
            yield Exposure(ExposureKind.TLS, place(node))
        if normal in _CARRIES and depth < MAX_INSIDE:
            yield from _of_carrier(node, site.scope, module, values, place, depth)


def _of_key(node: ast.expr, name: str, scope: Scope, values: Values, place: Placing) -> Iterator[Exposure]:
    inner = node.args[0] if isinstance(node, ast.Call) and node.args and "Credential" in last_word(node.func) else node
    for text in values.texts(inner, scope):
        bare = text.text.removeprefix("Bearer ")
        if text.whole and not text.variable and is_key(bare, name):
            yield Exposure(ExposureKind.KEY, place(text.node))


def _of_headers(node: ast.expr, scope: Scope, values: Values, place: Placing) -> Iterator[Exposure]:
    for table, inside in values.containers_of(node, scope):
        if not isinstance(table, ast.Dict):
            continue
        for name, value in zip(table.keys, table.values, strict=True):
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                normal = keys.normal(name.value)
                if normal == "authorization" or keys.is_secret(normal):
                    yield from _of_key(value, "authorization", inside, values, place)


def _of_carrier(
    node: ast.expr, scope: Scope, module: Module, values: Values, place: Placing, depth: int
) -> Iterator[Exposure]:
    for made, inside in values.containers_of(node, scope):
        if isinstance(made, ast.Call):
            if last_word(made.func) == "_create_unverified_context":
                yield Exposure(ExposureKind.TLS, place(made))
            yield from _of_call(Site(made, inside), module, values, place, depth + 1)
        elif isinstance(made, ast.Dict):
            for name, value in zip(made.keys, made.values, strict=True):
                if isinstance(name, ast.Constant) and name.value in _VERIFIES and _is_false(value, inside, values):
                    yield Exposure(ExposureKind.TLS, place(value))
    yield from _of_attributes(node, module, values, place)


def _of_receiver(node: ast.expr, module: Module, values: Values, scope: Scope, place: Placing) -> Iterator[Exposure]:
    """`session = httpx.Client(verify=False)`, `session.verify = False`; then `session.post(...)`."""
    for made, inside in values.containers_of(node, scope):
        if isinstance(made, ast.Call) and last_word(made.func) in ("Session", "Client", "AsyncClient", "ClientSession"):
            yield from _of_call(Site(made, inside), module, values, place, MAX_INSIDE - 1)
    yield from _of_attributes(node, module, values, place)


def _of_attributes(node: ast.expr, module: Module, values: Values, place: Placing) -> Iterator[Exposure]:
    """What is set on a name afterwards: `session.verify = False`, `context.verify_mode = ssl.CERT_NONE`."""
    name = node.id if isinstance(node, ast.Name) else ""
    if not name:
        return
    for attribute in ("verify", "verify_mode", "check_hostname"):
        for binding in module.attributes.get(attribute, ()):
            if binding.owner != name:
                continue
            if last_word(binding.node) == "CERT_NONE" or _is_false(binding.node, binding.scope, values):
                yield Exposure(ExposureKind.TLS, place(binding.node))


def _is_false(node: ast.expr, scope: Scope, values: Values) -> bool:
    return values.truths(node, scope) == {False}
