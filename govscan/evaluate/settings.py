"""The parts of a policy that are not rules: contexts, the organization's own endpoints, overrides."""

from __future__ import annotations

from govscan.evaluate.reading import Reader
from govscan.evaluate.rules import named
from govscan.facts import Value
from govscan.marked import Node
from govscan.policy import Context, Override, OwnEndpoint, Signer, SignerKind
from govscan.vocabulary import VOCABULARY, FactType

DEFAULT = "default"
"""The context of a reference that is in no other."""

NAMESPACES = "kubernetes_namespaces"

FACTS = tuple(name.removeprefix("context.") for name in VOCABULARY if name.startswith("context."))
DECLARABLE = tuple(name for name in FACTS if name != "name")
"""What a context may declare: the `context.*` facts by their short names."""

ENDPOINT_KEYS = ("regions", "operator", "operator_country")
SIGNER_KEYS = ("public_key", "certificate", "identity", "issuer")
_MARKS = {SignerKind.KEY: "-----BEGIN PUBLIC KEY-----", SignerKind.CERTIFICATE: "-----BEGIN CERTIFICATE-----"}
OVERRIDE_KEYS = ("rule", "reason", "disabled")


def read_contexts(reader: Reader, node: Node) -> list[Context]:
    """The entries of `contexts`."""
    contexts = []
    for name, entry in reader.mapping(node, "contexts").items():
        what = f"context {name!r}"
        if name == DEFAULT:
            reader.complain(entry, f"{what} is the name for code that is in no context", "write it as default_context")
        entries = reader.mapping(entry, what, ("paths", NAMESPACES, *DECLARABLE))
        if entry.kind == "map" and not {"paths", NAMESPACES} & entries.keys():
            reader.complain(entry, f"{what} has no 'paths'", 'write paths: ["folder/**"]')
        paths = _paths(reader, entries["paths"], what) if "paths" in entries else ()
        namespaces = _namespaces(reader, entries[NAMESPACES], what) if NAMESPACES in entries else ()
        declared = read_declared(reader, entries, what)
        contexts.append(Context(name, paths, declared, reader.place(entry), namespaces))
    return contexts


def read_default_context(reader: Reader, node: Node) -> Context:
    """The value of `default_context`."""
    entries = reader.mapping(node, "default_context", DECLARABLE)
    return Context(DEFAULT, (), read_declared(reader, entries, "default_context"), reader.place(node))


def _paths(reader: Reader, node: Node, what: str) -> tuple[str, ...]:
    paths = reader.texts(node, f"paths of {what}")
    if node.kind == "list" and not node.entries:
        reader.complain(node, f"paths of {what} is empty", 'write paths: ["folder/**"]')
    for entry in node.entries:
        text = entry.text or ""
        if "\\" in text or ".." in text.split("/") or text.startswith("!"):
            reader.complain(entry, f"a path of {what} cannot be {text!r}", "no '\\', '..' or leading '!'")
    return paths


def _namespaces(reader: Reader, node: Node, what: str) -> tuple[str, ...]:
    namespaces = reader.texts(node, f"{NAMESPACES} of {what}")
    if node.kind == "list" and not node.entries:
        reader.complain(node, f"{NAMESPACES} of {what} is empty", 'write kubernetes_namespaces: ["prod-*"]')
    return namespaces


def read_declared(reader: Reader, entries: dict[str, Node], what: str) -> dict[str, Value]:
    """The `context.*` facts among `entries`, by their short names."""
    declared: dict[str, Value] = {}
    for name in DECLARABLE:
        if name in entries:
            value = _value(reader, f"context.{name}", entries[name], f"{name} of {what}")
            if value is not None:
                declared[name] = value
    return declared


def _value(reader: Reader, fact: str, node: Node, what: str) -> Value | None:
    spec = VOCABULARY[fact]
    if node.kind == "scalar" and node.scalar is None:
        reader.complain(node, f"{what} has no value", "leave the key out if nobody knows")
        return None
    if spec.type is FactType.NUMBER:
        return reader.number(node, what)
    if spec.type is FactType.TEXTS:
        return reader.texts(node, what)
    if spec.type is FactType.REGIONS:
        if node.kind == "list" and not node.entries:
            reader.complain(node, f"{what} is empty", "leave the key out if nobody knows")
        return reader.regions(node, what)
    return reader.choice(node, what, spec.choices)


def read_endpoints(reader: Reader, node: Node) -> list[OwnEndpoint]:
    """The value of `endpoints`: hosts mapped to what is said of them, or a list of the same with a key `host`."""
    if node.kind == "map":
        return [
            _endpoint(reader, host, entry, ENDPOINT_KEYS) for host, entry in reader.mapping(node, "endpoints").items()
        ]
    if node.kind != "list":
        reader.complain(node, "endpoints must be a mapping of hosts, or a list")
    endpoints = []
    for entry in node.entries:
        entries = reader.mapping(entry, "an endpoint", ("host", *ENDPOINT_KEYS))
        if "host" not in entries:
            reader.required(entries, entry, "an endpoint", "host")
            continue
        host = reader.text(entries["host"], "host of an endpoint")
        if host:
            endpoints.append(_endpoint(reader, host, entry, ("host", *ENDPOINT_KEYS)))
    return endpoints


def _endpoint(reader: Reader, host: str, node: Node, keys: tuple[str, ...]) -> OwnEndpoint:
    what = f"endpoint {host!r}"
    if "/" in host or "@" in host or not host.strip():
        reader.complain(
            node, f"{what} must be a host, with its port if it has one", "for example llm.corp.example:8443"
        )
    # the list form was taken apart once already: its unknown keys are reported there
    entries = reader.mapping(node, what, keys) if "host" not in keys else {k.text or "": v for k, v in node.items}
    if node.kind == "map" and not entries.keys() & set(ENDPOINT_KEYS):
        reader.complain(node, f"{what} says nothing", f"there are: {', '.join(ENDPOINT_KEYS)}")
    country = entries.get("operator_country")
    operator = entries.get("operator")
    regions = entries.get("regions")
    if regions is not None and regions.kind == "list" and not regions.entries:
        reader.complain(regions, f"regions of {what} is empty", "leave the key out if nobody knows")
    return OwnEndpoint(
        host=host.lower(),
        regions=reader.regions(regions, f"regions of {what}") if regions else (),
        operator=(reader.text(operator, f"operator of {what}") or "") if operator else "",
        operator_country=(reader.region(country, f"operator_country of {what}") or "") if country else "",
        place=reader.place(node),
    )


def read_signers(reader: Reader, node: Node) -> list[Signer]:
    """The entries of `signers`: a name, and by what the signature is known."""
    signers = []
    for name, entry in reader.mapping(node, "signers").items():
        what = f"signer {name!r}"
        entries = reader.mapping(entry, what, SIGNER_KEYS)
        kinds = [kind for kind in SignerKind if kind in entries]
        if entry.kind == "map" and len(kinds) != 1:
            reader.complain(entry, f"{what} needs one of public_key, certificate, identity", "and not several")
        if len(kinds) != 1:
            continue
        kind = kinds[0]
        material = reader.text(entries[kind], f"{kind} of {what}") or ""
        issuer = (reader.text(entries["issuer"], f"issuer of {what}") or "") if "issuer" in entries else ""
        if kind is SignerKind.IDENTITY:
            if "issuer" not in entries:
                reader.required(entries, entry, what, "issuer")
        elif "issuer" in entries:
            reader.complain(entries["issuer"], f"{what} has a {kind}, which needs no issuer")
        mark = _MARKS.get(kind)
        if "PRIVATE KEY" in material:
            reader.complain(entries[kind], f"{what} has a private key: revoke it, and write the public one")
        elif material and mark and not material.lstrip().startswith(mark):
            reader.complain(entries[kind], f"{kind} of {what} is not in PEM", f"it begins with {mark}")
        signers.append(Signer(name, kind, material, reader.place(entry), issuer))
    return signers


def read_overrides(reader: Reader, node: Node) -> dict[str, tuple[Override, Node]]:
    """The entries of `overrides`, by rule."""
    overrides: dict[str, tuple[Override, Node]] = {}
    for entry in reader.entries(node, "overrides", "[{rule: <id>, reason: <text>}]"):
        entries = reader.mapping(entry, "an override", OVERRIDE_KEYS)
        if entry.kind == "map":
            reader.required(entries, entry, "an override", "rule", "reason")
        if not {"rule", "reason"} <= entries.keys():
            continue
        rule = named(reader, entries["rule"], "the rule of an override")
        reason = reader.text(entries["reason"], "reason of an override")
        disabled = reader.flag(entries["disabled"], "disabled of an override") if "disabled" in entries else False
        if rule in overrides:
            reader.complain(entry, f"the rule {rule!r} is overridden twice")
        elif rule and reason:
            overrides[rule] = (Override(rule, reason, reader.place(entry), bool(disabled)), entry)
    return overrides
