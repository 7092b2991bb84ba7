"""A `python_module.Module` enters, its references leave: which call, key or constant names which model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from govscan.discover import classify
from govscan.discover.keys import is_placeholder
from govscan.discover.naming import by_prefix
from govscan.discover.naming_places import Named
from govscan.discover.python_arguments import Arguments, origin_of, row_of
from govscan.discover.python_call import Call
from govscan.discover.python_clients import METHOD_NAMES, METHODS, POSITIONAL
from govscan.discover.python_commands import start
from govscan.discover.python_exposures import Exposures, united
from govscan.discover.python_hints import Hints, base_of, deployment_of, parts_of, quantization_of
from govscan.discover.python_library import Library
from govscan.discover.python_loose import Loose
from govscan.discover.python_mentions import find as mentions
from govscan.discover.python_module import Module, Site
from govscan.discover.python_naming import is_alias, name_in_call, provider_of_variable, unlikely_name
from govscan.discover.python_places import Places
from govscan.discover.python_receivers import Client, clients_of, handed_on
from govscan.discover.python_requests import request
from govscan.discover.python_services import Services
from govscan.discover.python_values import Text, Values
from govscan.discover.signatures import OPEN_WEIGHTS
from govscan.reference import Certainty, Reference

_POSITIONAL: Final = frozenset().union(*POSITIONAL.values())
_METHOD_KEYWORDS: Final = frozenset({*METHOD_NAMES, "from_"})
_UNKNOWN_CALL: Final = Call("custom")
_HUB_PROVIDERS: Final = ("huggingface", "modelscope", "torchhub")


class Finder:
    """Collects the references of one file. `claimed` are the places of literals that already have one."""

    def __init__(self, module: Module, text: str, library: Library | None = None) -> None:
        self.module = module
        self.text = text
        self.lines = text.split("\n")
        self.values = Values(module, library)
        self.services = Services(module, self.values)
        self.found: dict[tuple[object, ...], Reference] = {}
        self.claimed: set[tuple[int, int]] = set()
        self.known: dict[ast.Call, tuple[Call, Site]] = {}
        self.clients: dict[ast.Call, tuple[Call, Site]] = {}
        self.saved: set[str] | None = None  # folders that the file writes, once asked for
        self.served: set[ast.Call] = set()  # clients through which a model was named
        self.place = Places(module, self.values, self.lines).of
        self.exposures = Exposures(module, self.values, self.place)

    def references(self) -> Iterator[Reference]:
        """Calls before keys and constants, so that what a call says of a literal wins."""
        known = [(site, row) for site in self.module.calls if (row := row_of(site, self.module, self.values))]
        self.known = {site.node: (row, site) for site, row in known}
        self.clients = {node: pair for node, pair in self.known.items() if pair[0].client}
        for site, row in known:
            self.known_call(site, row)
        others = [site for site in self.module.calls if site.node not in self.known]
        rest = [site for site in others if not (self.client_method(site) or request(site, self) or start(site, self))]
        Loose(self, rest).find(known)
        mentions(self)
        for node, (row, site) in self.clients.items():
            if node not in self.served:
                self.bare_client(row, site)
        yield from self.found.values()

    # --- known calls ------------------------------------------------------------------------------------------------

    def known_call(self, site: Site, row: Call) -> None:
        arguments = Arguments(site, self.values)
        if any(arguments.text(name) == value for name, value in row.skip):
            return
        node = arguments.telling(row) or arguments.hosted(row)
        if node is None:
            return
        clients = handed_on(row, site, self.values, self.clients)
        client, made = clients[-1]
        made_with = Arguments(made, self.values) if made is not site else arguments
        provider = row._replace(provider=self.services.actual(client, made_with).provider)
        for endpoint in self.services.endpoints(client, made_with, made) or (None,):
            route = arguments.text("model_provider") or arguments.text("custom_llm_provider")
            for text in arguments.texts(node):
                if is_placeholder(text.text):
                    self.nameless(provider, text, arguments, site)
                    continue
                named = name_in_call(provider, text, endpoint, route)
                if named and not (named.provider == "huggingface" and self.written_here(named.name)):
                    if is_alias(named):
                        self.alias(named, text, arguments, site)
                        continue
                    self.served.update(each.node for _, each in clients)
                    region = self.services.region(client, made_with)
                    self.add(named, text, arguments, site, region, ("revision",), row)
                elif named is None:
                    self.nameless(row, text, arguments, site)

    def written_here(self, name: str) -> bool:
        """Whether this file itself saves a model under a name without organization: then it is a folder."""
        if "/" in name:
            return False
        if self.saved is None:
            sites = [*self.module.callers.get("save_pretrained", ()), *self.module.callers.get("save", ())][:64]
            self.saved = {text.text for site in sites for text in Arguments(site, self.values).position(0)}
        return name in self.saved

    # --- calls through clients --------------------------------------------------------------------------------------

    def client_method(self, site: Site) -> bool:
        """A method that names a model, on a client; False where it is none."""
        func = site.node.func
        named = any(keyword.arg is None or keyword.arg in _METHOD_KEYWORDS for keyword in site.node.keywords)
        if not isinstance(func, ast.Attribute) or not (named or func.attr in _POSITIONAL):
            return False
        arguments = Arguments(site, self.values)
        node = arguments.first_of(METHOD_NAMES, None)
        clients = (
            clients_of(func.value, site, self.values, self.clients)
            if node is not None or func.attr in _POSITIONAL
            else []
        )
        client = clients[0] if clients else None
        if client is not None and func.attr in POSITIONAL.get(client[0].provider, ()):
            node = arguments.first_of(METHOD_NAMES, 0)
        elif client is not None and (client[0].provider, func.attr) == ("ollama", "create"):
            node = arguments.first_of(("from_",), None)
        if node is None:
            return False
        words = origin_of(func, self.module).split(".")
        protocol = METHODS.get(".".join(words[-2:])) or METHODS.get(words[-1])
        if client is None and protocol is None:
            return False
        if client is None and len(self.clients) == 1:
            clients = list(self.clients.values())
        if clients:
            return self.through(clients, arguments, node, site)
        return self.by_protocol(protocol or "custom", words[0], arguments, node, site)

    def through(self, clients: list[Client], arguments: Arguments, node: ast.expr, site: Site) -> bool:
        """A call of one of these clients: the first, or the one whose service has a model of the name."""
        asked: dict[int, list[Text]] = {0: []}
        for text in arguments.texts(node):
            hosted = classify.hosted_provider_of_name(text.text) if len(clients) > 1 else None
            fits = (number for number, (row, _) in enumerate(clients) if row.provider == hosted)
            asked.setdefault(next(fits, 0), []).append(text)
        for number, texts in asked.items():
            self.asked_of(clients[number], texts, arguments, site)
        return True

    def asked_of(self, client: Client, texts: list[Text], arguments: Arguments, site: Site) -> None:
        row, made = client
        made_with = Arguments(made, self.values)
        actual = self.services.actual(row, made_with)._replace(completes="")
        self.served.add(made.node)
        for endpoint in self.services.endpoints(row, made_with, made) or (None,):
            for text in texts:
                if is_placeholder(text.text):
                    self.nameless(actual, text, arguments, site)
                    continue
                named = name_in_call(actual, text, endpoint)
                if named and is_alias(named):
                    self.alias(named, text, arguments, site)
                    self.served.discard(made.node)
                elif named:
                    hints = deployment_of(row, made_with, named.name)
                    named = replace(named, hints=named.hints + hints)
                    self.add(named, text, arguments, site, self.services.region(row, made_with), (), made=made)
                else:
                    self.nameless(actual, text, arguments, site)

    def by_protocol(self, protocol: str, root: str, arguments: Arguments, node: ast.expr, site: Site) -> bool:
        """The client comes from elsewhere: the name decides, then the protocol where only one service speaks it."""
        own = protocol if protocol != "openai" or root == "openai" else None
        row = Call(own or "custom", client=True, endpoint=("api_base",) if own == "openai" else ())
        endpoint = (*self.services.endpoints(row, arguments, site), None)[0]
        for text in arguments.texts(node):
            provider = row.provider
            if provider in ("custom", "huggingface-inference") and not endpoint:
                hub = classify.is_hub_id(text.text) and provider == "custom"
                provider = classify.hosted_provider_of_name(text.text) or ("huggingface" if hub else provider)
            if provider in ("mistral", "cohere") and not self.imports(f"{provider}ai") and not self.imports(provider):
                provider = classify.hosted_provider_of_name(text.text) or provider  # `chat.complete` of another SDK
            if provider == "custom" and not endpoint and self.imports("openai"):
                provider = "openai"
            named = name_in_call(row._replace(provider=provider), text, endpoint)
            routed = by_prefix(text.text, False, None) if named and provider == "custom" else None
            if named:
                self.add(routed or named, text, arguments, site, None, ())
        return True

    def imports(self, package: str) -> bool:
        return any(origin.partition(".")[0] == package for origin in self.module.imports.values())

    def bare_client(self, row: Call, site: Site) -> None:
        """A service that is opened while its model is named elsewhere, or not at all."""
        if row.provider in OPEN_WEIGHTS:
            return
        arguments = Arguments(site, self.values)
        actual = self.services.actual(row, arguments)
        endpoint = (*self.services.endpoints(row, arguments, site), None)[0]
        variable = provider_of_variable(endpoint) if endpoint and endpoint.startswith("$") else None
        provider = variable or (classify.provider_of_url(endpoint) or "custom" if endpoint else actual.provider)
        if actual.provider in ("azure-openai", "bedrock", "vertex"):
            provider = actual.provider
        named = Named(provider, "", endpoint=endpoint)
        others = (other for other in self.found.values() if other.certainty is Certainty.DEPENDENCY)
        if any(other.provider == provider and other.endpoint == endpoint for other in others):
            return
        self.add(named, Text("", site.node), arguments, site, self.services.region(row, arguments), ())

    # --- collecting -------------------------------------------------------------------------------------------------

    def add(
        self,
        named: Named,
        text: Text,
        arguments: Arguments,
        site: Site,
        region: str | None,
        revisions: tuple[str, ...],
        row: Call = _UNKNOWN_CALL,
        made: Site | None = None,
    ) -> None:
        location, used_at = self.place(text.node), self.place(site.node)
        elsewhere = used_at.line != location.line or used_at.path != location.path
        revision = named.revision
        if named.provider in _HUB_PROVIDERS and revision is None:
            revision = next((value for name in revisions if (value := arguments.text(name))), None)
        open_weights = named.provider in OPEN_WEIGHTS
        hints = named.hints
        hints += self.hints(arguments, row) if open_weights else deployment_of(row, arguments, named.name)
        self.keep(
            Reference(
                provider=named.provider,
                name=named.name.removeprefix("./") if text.how == "file" else named.name,
                location=location,
                via=f"python:{arguments.label}",
                revision=revision,
                trust_remote_code=arguments.trust() if open_weights else None,
                endpoint=named.endpoint,
                region=region,
                used_at=used_at if elsewhere else None,
                hints=hints,
                exposures=self.exposures.of(site, made),
            )
        )

    def hints(self, arguments: Arguments, row: Call) -> Hints:
        """Which part of a repository is meant, and in which form; the literals that say so are no references."""
        found: Hints = ()
        for name, value, texts in parts_of(arguments, row):
            found += ((name, value),)
            for text in texts:
                place = self.place(text.node)
                self.claimed.add((place.line, place.column))
        base = base_of(row, arguments.site, self.values, self.known.get) if row.base else ()
        return found + quantization_of(arguments) + base

    def keep(self, reference: Reference) -> None:
        """One reference for each literal and what is said of it; trusting remote code anywhere is trusting it."""
        place = reference.location
        key = (place, reference.provider, reference.name, reference.revision, reference.endpoint, reference.region)
        self.claimed.add((place.line, place.column))
        known = self.found.get(key)
        if known is None:
            self.found[key] = reference
            return
        trust = True if reference.trust_remote_code else known.trust_remote_code
        self.found[key] = replace(known, trust_remote_code=trust, exposures=united(known, reference))

    def nameless(self, row: Call, text: Text, arguments: Arguments, site: Site) -> None:
        """What a call is given where no model can be called so: it stays for a person to look at."""
        named = unlikely_name(row, text)
        if named is None or (row.provider == "huggingface" and self.written_here(named.name)):
            return
        if is_placeholder(text.text):
            place, used_at = self.place(text.node), self.place(site.node)
            elsewhere = None if (used_at.path, used_at.line) == (place.path, place.line) else used_at
            via = f"python:{arguments.label}"
            self.mention(Reference(named.provider, named.name, place, via, used_at=elsewhere), "placeholder")
        else:
            self.served.add(site.node)
            self.add(named, text, arguments, site, None, (), row)

    def alias(self, named: Named, text: Text, arguments: Arguments, site: Site) -> None:
        place = self.place(text.node)
        via = f"python:{arguments.label}"
        self.mention(
            Reference(named.provider, named.name, place, via, endpoint=named.endpoint, used_at=self.place(site.node)),
            "an own server answers to this name",
        )

    def mention(self, reference: Reference, reason: str) -> None:
        self.keep(reference.as_mention(reason))
