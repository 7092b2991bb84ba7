"""A tree of keys and values enters, references leave: what YAML, JSON, TOML and INI files have in common.

A value is a model where its key, or the key around it, says so and the value looks like one; the keys beside and
above it say who serves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from govscan import limits
from govscan.bounded import hit
from govscan.discover import beside, classify, embedded, evaluations, keys, runs
from govscan.discover.decide import refer
from govscan.discover.env import Setting, read_settings, with_default
from govscan.discover.neighbors import Neighbors, looks_like_address, safe_address, service
from govscan.discover.tree_shapes import (
    GROUPS,
    are_variables,
    base,
    is_document,
    is_environment,
    is_json,
    is_label,
    is_passed_over,
    is_repository,
    name_of_field,
    names_itself,
    says_so_itself,
    where_runs,
)
from govscan.discover.words import Text, default_name
from govscan.marked import Malformed, Node, parse_json, parse_yaml
from govscan.pattern import pattern
from govscan.reference import Location, Reference

_OF_AN_ANSWER: Final = frozenset({"choices", "usage", "created", "object", "system_fingerprint", "finish_reason"})
_PARAMETERS: Final = frozenset({"set", "parameters", "params"})
_COSTS = pattern(r"cost|price|per_token|per_1k|per_million")
_NEEDLE = pattern(r"model|/|gpt|claude|gemini", re.IGNORECASE)
_FALLBACK = pattern(r"\$\{[A-Za-z_]\w*+:?+[-=]?+([^}$]*+)\}\Z")
_SOURCES: Final = frozenset({"source", "url", "uri", "download_url", "repo_url"})
_DEFAULTS: Final = frozenset({"default", "default_value", "initial_value"})


class Reading(Struct):
    """What is read: the file's path and lines, the surface to name, and the endpoints met on the way. `shift` is
    what is added to the lines of a document that stands inside another."""

    path: str
    surface: str
    lines: Sequence[str]
    nested: int = 0
    line_shift: int = 0
    column_shift: int = 0
    flat: bool = False  # the whole document stands on one line of the file
    depth: int = 0  # of the file inside other files
    endpoints: list[tuple[str, Location, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def place(self, node: Node) -> Location:
        return self.moved(Location(self.path, node.line, node.column))

    def read(self, node: Node, near: Neighbors | None = None) -> Iterator[Reference]:
        """The references of one document, and the hosted services that it only gives the address of."""
        found = list(self.walk(node, (), near or Neighbors(), ""))
        loaded = {base(file) for reference in found for kind, file in reference.hints if kind == "filename"}
        loaded |= {base(reference.name) for reference in found if reference.provider == "url"}
        for reference in found:
            self.used.add(reference.endpoint or "")
            again = reference.provider == "local" and base(reference.name) in loaded
            yield reference.as_mention("a file that is downloaded here") if again else reference
        if self.nested:
            return
        for address, place, via in self.endpoints:
            lonely = service(address, place, via)
            if lonely and (safe_address(address) or "") not in self.used:
                yield lonely

    def walk(self, node: Node, path: tuple[str, ...], near: Neighbors, around: str) -> Iterator[Reference]:
        """`around` is the normalized key that names models around this node, or an empty text."""
        if node.kind == "map":
            yield from self.map(node, path, near, around)
        for index, entry in enumerate(node.entries):
            yield from self.value(around, entry, (*path, str(index)), near, around, listed=True)

    def map(self, node: Node, path: tuple[str, ...], near: Neighbors, around: str) -> Iterator[Reference]:
        """The references of a map; the recorded answer of an API only mentions its model."""
        if len(_OF_AN_ANSWER.intersection(str(key.scalar) for key, _ in node.items)) < 3:
            yield from self.pairs(node, path, near, around)
            return
        for reference in self.pairs(node, path, near, around):
            yield reference.as_mention("in a recorded answer")

    def pairs(self, node: Node, path: tuple[str, ...], near: Neighbors, around: str) -> Iterator[Reference]:
        near = self.surroundings(node, path, near)
        settings = self.variables(node)
        known = [setting for own in settings.values() for setting in own]
        if not self.nested:
            yield from runs.run(node, self.path, self.surface, near, known, self.lines, self.depth)
        for where, own in settings.items():
            yield from read_settings(own, f"{self.surface}:{'.'.join((*path, where))}.", near.only("region"))
        yield from self.parameter(node, path, near)
        alias = node.get("litellm_params") is not None
        sourced = any(
            "://" in (value.text or "") for key, value in node.items if keys.normal(str(key.scalar)) in _SOURCES
        )
        shown = keys.is_shown_name("model_name", (str(key.scalar) for key, _ in node.items))
        for key, value in node.items:
            name = str(key.scalar)
            parts = name.split(".") if "/" not in name and not name.startswith("$") else [name]
            short = keys.normal(parts[-1])
            if (
                is_passed_over(short, value)
                or (alias and short == "model_name")
                or (short == "model_name" and shown)
                or (around and short in ("name", "id") and sourced and not classify.is_hub_id(value.text or ""))
                or (around and is_label(short, node))
                or (where_runs(short) and value.kind != "map")
            ):
                if short == "image" and value.kind == "map" and not self.nested:  # with what it starts
                    yield from runs.run(value, self.path, self.surface, near, known, self.lines, self.depth)
                continue
            if name in settings:
                yield from self.inside_variables(value, (*path, name), near)
                continue
            if short in _DEFAULTS and value.kind == "scalar" and (field := name_of_field(node)):
                yield from self.value(field, value, (*path, name), near, around)
                continue
            short, inner = beside.key_of_name(short, value, node, beside.dotted(parts, near))
            inner = beside.beside_a_service(node, value, inner)
            found = (
                *self.key_that_is_a_name(key, value, path, inner, around),
                *self.value(short, value, (*path, name), inner, around),
            )
            listed = value.kind != "scalar" and beside.lists_models(short)
            yield from (beside.mentioned(each, name) if listed else each for each in found)

    def parameter(self, node: Node, path: tuple[str, ...], near: Neighbors) -> Iterator[Reference]:
        """`{name: model.id, value: org/name}` in a list of parameters (Argo, Tekton, `set` of a helm_release)."""
        label, held = node.get("name"), node.get("value")
        if label is None or held is None or not label.text or not held.text or not _PARAMETERS.intersection(path[-2:]):
            return
        key = keys.normal(label.text.rsplit(".", 1)[-1]) if "model" not in label.text else keys.normal(label.text)
        if keys.stem_of_model_key(key) is not None:
            found = self.refer(held, key, path, near, f"{self.surface}:{'.'.join((*path, label.text))}")
            yield from [found] if found else []

    def inside_variables(self, node: Node, path: tuple[str, ...], near: Neighbors) -> Iterator[Reference]:
        """Variables that hold a whole document; all others were read together."""
        pairs = [(str(key.scalar), value) for key, value in node.items]
        for entry in node.entries:
            label, held = entry.get("name"), entry.get("value")
            if label is not None and held is not None:
                pairs.append((label.text or "", held))
        near = near.beside([(name, value.text or "") for name, value in pairs]).with_shared_endpoint()
        for name, value in pairs:
            if value.text and is_json(value.text):
                yield from self.value(keys.normal(name), value, (*path, name), near, "")

    def surroundings(self, node: Node, path: tuple[str, ...], near: Neighbors) -> Neighbors:
        """The settings that this map adds, nearest first, and the provider that the key around it speaks of."""
        pairs = []
        for key, value in node.items:
            if value.kind == "scalar" and value.scalar is not None:
                name, text = str(key.scalar), with_default(str(value.scalar))
                pairs.append((name.rsplit(".", 1)[-1] if "/" not in name else name, text))
                self.note_endpoint(name, text, value, path)
        for key, value in node.items:  # `aws: {region: ...}` beside what runs there
            if keys.normal(str(key.scalar)) == "aws":
                pairs.extend((f"aws_{name.scalar}", inner.text) for name, inner in value.items if inner.text)
        pairs.extend(beside.settings_below(node))
        provider = next((found for part in reversed(path[-1:]) if (found := keys.provider_of_word(part))), None)
        if path[-1:] == ("model",) and node.get("format") is not None and node.get("name") is not None:
            provider = "azure-openai"  # `{format: OpenAI, name: gpt-4o}` of a deployment
        near = near.beside(pairs, provider)
        if path and keys.normal(path[-1]) == "litellm_params":
            near = replace(near, router=True)
        if any(name.isupper() for name, _ in pairs):
            near = near.with_shared_endpoint()
        return near

    def note_endpoint(self, name: str, text: str, value: Node, path: tuple[str, ...]) -> None:
        kind = keys.setting_of(keys.normal(name))
        if kind and kind[0] == "endpoint" and keys.normal(name) not in ("url", "host") and looks_like_address(text):
            via = f"{self.surface}:{'.'.join((*path, name))}"
            self.endpoints.append((text, self.place(value), via))

    def variables(self, node: Node) -> dict[str, list[Setting]]:
        """The environments of a map, by key."""
        found = {}
        for key, value in node.items:
            name = str(key.scalar)
            held = value.get("Variables") if keys.normal(name) == "environment" else None  # of CloudFormation
            value = held if held is not None and held.kind == "map" else value
            known = keys.normal(name) in runs.ENVIRONMENTS and (value.kind == "map" or is_environment(value))
            if known or are_variables(value):
                settings = runs.environment(value, self.path)
                found[name] = [
                    Setting(setting.key, setting.value, self.moved(setting.place))
                    for setting in settings
                    if not setting.value.startswith(("[", "{")) or not is_json(setting.value)
                ]
        return found

    def moved(self, place: Location) -> Location:
        if self.flat:
            return Location(place.path, 1 + self.line_shift, 1 + self.column_shift)
        return Location(place.path, place.line + self.line_shift, place.column + self.column_shift)

    def value(
        self, key: str, node: Node, path: tuple[str, ...], near: Neighbors, around: str, listed: bool = False
    ) -> Iterator[Reference]:
        """One value. `key` is its normalized key; for an entry of a list, that of the list."""
        names = keys.stem_of_model_key(key) is not None
        inside = around and (listed or key in keys.INSIDE_A_MODEL)
        if node.kind != "scalar":
            row = around == "models" and (key in GROUPS or (node.kind == "map" and names_itself(node)))
            own = "model" if node.kind == "map" and keys.configures_a_model(key) else ""
            yield from self.walk(node, path, near, key if names else around if inside or listed or row else own)
            return
        text = node.text
        if not text or keys.is_secret(key):
            return
        if path and not (listed or self.nested) and re.search(r"\s", text) and embedded.is_file_name(path[-1]):
            source = runs.region(node, self.lines)
            for inside_it in embedded.read_text(path[-1], source, self.path, self.surface, self.depth):
                yield embedded.at_name(inside_it, self.lines) if source.flat else inside_it
        elif is_document(key, text):
            yield from self.document(node, key, path, near, around, names)
        elif key == evaluations.KEY and "=" in text:
            inner = near.beside(evaluations.settings_in(text))
            for match in evaluations.models_in(text):
                place = self.place(node)
                moved = Location(place.path, place.line, place.column + match.start(2))
                found = refer(match[2], match[1], inner, moved, f"{self.surface}:{'.'.join(path)}")
                if found:
                    yield found
        elif names or inside or is_repository(key, text, near) or says_so_itself(text):
            via = f"{self.surface}:{'.'.join(path)}"
            found = self.refer(node, key if names else around or "model", path, near, via)
            if found:
                yield found

    def refer(self, node: Node, key: str, path: tuple[str, ...], near: Neighbors, via: str) -> Reference | None:
        text = (node.text or "").strip()
        variable = default_name(text)
        if variable:
            match = _FALLBACK.match(text)
            if match is None or not match[1]:
                return beside.unset(variable, near, self.place(node), via)
            text = match[1].strip("\"'")
            said = keys.provider_of_stem(keys.stem_of_model_key(keys.normal(variable)) or "")
            key = keys.normal(variable) if said else key
        return refer(text, key, near, self.place(node), via)

    def key_that_is_a_name(
        self, key: Node, value: Node, path: tuple[str, ...], near: Neighbors, around: str
    ) -> Iterator[Reference]:
        """`models: {"org/name": {...}}`: names as keys, unless it is a table of prices."""
        name = key.text or ""
        if not around.endswith("models") or value.kind != "map" or ("/" not in name and not near.provider):
            return
        if any(_COSTS.search(str(inner.scalar)) for inner, _ in value.items):
            return
        found = refer(name, around, near, self.place(key), f"{self.surface}:{'.'.join(path)}")
        if found and (found.provider != near.provider or classify.hosted_provider_of_name(name) or "/" in name):
            yield found

    def document(
        self, node: Node, key: str, path: tuple[str, ...], near: Neighbors, around: str, names: bool
    ) -> Iterator[Reference]:
        """A document inside a text, at its own lines."""
        source = (
            runs.region(node, self.lines)
            if not self.nested
            else Text(node.text or "", node.line, node.column, "\n" in (node.text or ""))
        )
        text = source.text.replace(" \\\n", "\n")
        if not _NEEDLE.search(text):
            return
        if self.nested >= limits.NESTED_DOCUMENTS:
            hit(f"more than {limits.NESTED_DOCUMENTS} documents inside of each other, deeper ones are not read")
            return
        try:
            trees = [parse_json(text)] if is_json(text) else parse_yaml(text)
        except Malformed:
            return  # it only looked like a document
        inner = Reading(self.path, self.surface, (), self.nested + 1, self.line_shift + source.line - 1, 0)
        inner.column_shift = source.column - 1 if source.flat or "\n" not in text else 0
        inner.flat = source.flat
        for tree in trees:
            for found in inner.walk(tree, path, near, key if names else around):
                yield embedded.at_name(found, self.lines) if source.flat else found
