"""References by the name of a keyword, dict key, constant, parameter or option, where no known call has claimed the
literal. The name must say that it holds a model and the value must look like one; see `keys` and `neighbors`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from govscan.discover import classify, evaluations, keys
from govscan.discover.decide import decide
from govscan.discover.naming_places import Named
from govscan.discover.neighbors import Neighbors, complete
from govscan.discover.python_arguments import Arguments, origin_of
from govscan.discover.python_call import Call
from govscan.discover.python_calls import LOADED_WITH, MODEL_LIBRARIES, NOT_MODELS
from govscan.discover.python_forms import WIDGETS, offered, parametrized
from govscan.discover.python_given import GETS
from govscan.discover.python_mentions import is_double, tables
from govscan.discover.python_module import Binding, Scope, Site, last_word
from govscan.discover.python_naming import incomplete_name
from govscan.discover.python_tables import ADDS, entries_of, loaded_data, naming, of_datasets, speaking, texts_of
from govscan.discover.python_values import Text
from govscan.discover.python_words import (
    has_space,
    hosted_by,
    imports_modelscope,
    is_enumeration,
    is_hosted,
    is_made_of_weights,
    is_table,
    is_weight_file_here,
    lists_models,
    loads,
    named_first,
    names_deployment,
    settings_in,
    speaks,
    writes,
    writes_weights,
)

if TYPE_CHECKING:
    from govscan.discover.python_finder import Finder


class Loose:
    """Adds to a `Finder` what is named outside known calls; `sites` are the calls that nobody knows."""

    def __init__(self, finder: Finder, sites: list[Site]) -> None:
        self.finder = finder
        self.values = finder.values
        self.module = finder.module
        self.sites = sites
        self.tables = dict(tables(finder.module, finder.lines))
        self.datasets: dict[str, set[ast.expr]] = {}

    def find(self, known: list[tuple[Site, Call]]) -> None:
        """`known` are the calls that are read already; their further arguments (`tokenizer=`) are not."""
        for site in self.sites:
            self._call(site)
        for site, row in known:
            self._others(site, row)
        for node, scope in self.module.dicts:
            self._dict(node, scope)
        for name, binding in self._bindings():
            self._binding(name, binding)
        for name, options in self.module.options.items():
            for option in options if speaks(name) else ():
                flag = self.module.option_flags.get(option.node, name)
                self._value(name, option.node, option.scope, Neighbors(), f"python:argparse {flag}", None)

    # --- calls ------------------------------------------------------------------------------------------------------

    def _call(self, site: Site) -> None:
        if site.word in NOT_MODELS or not (site.node.args or site.node.keywords):
            return
        if site.word == "parametrize":
            for name, node, scope in parametrized(site, self.values):
                self._value(name, node, scope, Neighbors(), f"python:parametrize {name}", None)
            return
        if site.word in ADDS:
            self._added(site)
        arguments = Arguments(site, self.values)
        if site.word in WIDGETS:
            for node in offered(site, arguments):
                self._value("model", node, site.scope, Neighbors(), f"python:{arguments.label}", None)
        named = naming(site.word, arguments.named)
        if named:
            near = Neighbors().beside(settings_in(arguments.named, site.scope, self.values), hosted_by(site.word))
            for name, node in named:
                key = "model_path" if name == "path" else name
                self._value(key, node, site.scope, near, f"python:{arguments.label} {name}=", site.node)
        self._first_argument(site, arguments)
        self._files(site, arguments)

    def _added(self, site: Site) -> None:
        """What a list gets whose name speaks of models; not what is made at run time, of the names of folders often."""
        name = last_word(site.node.func.value) if isinstance(site.node.func, ast.Attribute) else ""
        for node in site.node.args if speaks(name) else ():
            if not isinstance(node, ast.JoinedStr | ast.BinOp):
                self._value(name, node, site.scope, Neighbors(), f"python:{name}", None)

    def _first_argument(self, site: Site, arguments: Arguments) -> None:
        """What a call that nobody knows is given first."""
        first = site.node.args[0] if site.node.args else None
        loading = self._loads(site, first, arguments)
        if first is None or (not loading and isinstance(first, ast.Name | ast.Attribute | ast.Constant)):
            return  # nothing that a name far away could say is a model by itself
        if not loading and (
            not writes_weights(first, self.finder.lines) or (isinstance(first, ast.JoinedStr) and has_space(first))
        ):
            return  # no path of weights; a sentence, of a log most often
        for text in arguments.texts(first):
            if text.head or not text.whole:
                named_model = incomplete_name(text) if classify.is_weight_file(text.text) else None
            else:
                named_model = named_first(site.word, text.text) if loading else None
            if named_model and not self._claimed(text):
                near = Neighbors().beside(settings_in(arguments.named, site.scope, self.values))
                self._add(named_model, text, near, "", f"python:{arguments.label}", site.node)

    def _loads(self, site: Site, first: ast.expr | None, arguments: Arguments) -> bool:
        """Whether a call makes a model of the Hub id that it is given first, as far as its names say."""
        if loads(site.word) or is_made_of_weights(site.word, first) or LOADED_WITH & arguments.named.keys():
            return True
        package = origin_of(site.node.func, self.module).partition(".")[0] if site.word[:1].isupper() else ""
        return package in MODEL_LIBRARIES

    def _files(self, site: Site, arguments: Arguments) -> None:
        """Weights behind the first argument of a call that loads (`load_lora(pipe, "style.safetensors")`), or that any
        call but one that writes is given as a path; models of the service that a class is called after
        (`OpenAIBackend(client, "text-embedding-3-small")`)."""
        service = hosted_by(site.word)
        given = [(node, service) for node in site.node.args[:3] if service]
        given += [(node, "local") for node in site.node.args[1:3] if loads(site.word)]
        if "path" in arguments.named and not writes(site.word):
            given.append((arguments.named["path"], "local"))
        for node, provider in given:
            named = is_weight_file_here if provider == "local" else classify.hosted_provider_of_name
            for text in arguments.texts(node) if isinstance(node, ast.Constant) else ():
                if provider and named(text.text) and not self._claimed(text):
                    self._add(Named(provider, text.text), text, Neighbors(), "", f"python:{arguments.label}", site.node)

    def _others(self, site: Site, row: Call) -> None:
        """Further models that a known call is given: its tokenizer, its draft, its embedder."""
        words = [word.arg for word in site.node.keywords if word.arg and word.arg not in row.names and speaks(word.arg)]
        if not words:
            return
        arguments = Arguments(site, self.values)
        near = Neighbors().beside(settings_in(arguments.named, site.scope, self.values)).only("trust_remote_code")
        for word in words:
            self._value(word, arguments.named[word], site.scope, near, f"python:{arguments.label} {word}=", site.node)

    # --- dicts and constants ------------------------------------------------------------------------------------------

    def _dict(self, node: ast.Dict, scope: Scope) -> None:
        named = entries_of(node)
        for_models = [name for name, _ in speaking(named) if not keys.is_shown_name(name, named)]
        if for_models:
            near = Neighbors().beside(settings_in(named, scope, self.values))
            for name in for_models:
                self._value(name, named[name], scope, near, f"python:dict {name}", None)
        for name, value in named.items():
            if isinstance(value, ast.Dict) and keys.configures_a_model(keys.normal(name)):
                for inner, held in entries_of(value).items():
                    if inner in ("name", "id"):
                        self._value("model", held, scope, Neighbors(), f"python:dict {name}.{inner}", None)
            text = value.value if isinstance(value, ast.Constant) else None
            if isinstance(text, str) and text.startswith(keys.SCHEMES):
                self._value("model_uri", value, scope, Neighbors(), f"python:dict {name}", None)

    def _bindings(self) -> Iterator[tuple[str, Binding]]:
        for scope in self.module.every_scope():
            listed = scope.kind == "class" and is_enumeration(scope)
            for name, bindings in scope.names.items():
                for binding in bindings:
                    if not binding.element or isinstance(binding.node, ast.List | ast.Tuple | ast.Set):
                        yield "model" if listed else name, binding
        for name, bindings in self.module.attributes.items():
            yield from ((name, binding) for binding in bindings)
        for table in (self.module.environment, self.module.items):
            for name, bindings in table.items():
                yield from ((name, binding) for binding in bindings)
        for name, functions in self.module.functions.items():
            asked = GETS.sub("", name)
            if speaks(asked):
                for function in functions:
                    bindings = self.module.returns.get(function.node, []) if function.node is not None else []
                    yield from ((asked, binding) for binding in bindings)

    def _binding(self, name: str, binding: Binding) -> None:
        if lists_models(name):
            self._mentions(name, binding)
            return
        if is_table(name) and isinstance(binding.node, ast.Dict | ast.List | ast.Tuple):
            name = "models"
        elif not speaks(name) and not is_hosted(name, binding.node):
            return
        near = Neighbors()
        if binding.scope.kind == "class":
            siblings = {key: rows[-1].node for key, rows in binding.scope.names.items()}
            said = keys.provider_of_stem(keys.normal(binding.scope.name))  # `class OllamaSettings`
            near = near.beside(settings_in(siblings, binding.scope, self.values), said[0] if said else None)
        self._value(name, binding.node, binding.scope, near, f"python:{name}", None)

    def _mentions(self, name: str, binding: Binding) -> None:
        if not isinstance(binding.node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            return
        for node in ast.walk(binding.node):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            provider = classify.provider_of_loose_name(node.value)
            text = Text(node.value, node)
            if provider and provider != "local" and not self._claimed(text):
                model, revision = classify.split_revision(node.value)
                self._add(Named(provider, model, revision), text, Neighbors(), "", f"python:{name}", None)

    def _value(self, name: str, node: ast.expr, scope: Scope, near: Neighbors, via: str, used: ast.expr | None) -> None:
        """What stands behind a name that speaks of models: a text, or a list or dict of them."""
        key = keys.normal(name)
        inside = scope.enclosing_class()
        double = next((word for word in (name, inside.name if inside else "") if is_double(word)), None)
        texts = [(text, self._claimed(text)) for text in texts_of(node, scope, self.values)]
        for text, claimed in texts:
            if key == evaluations.KEY:
                self._evaluated(text, near, via, used)
                continue
            if "model" not in key and self._is_dataset(text):
                continue
            if text.variable and (near.provider or (via.startswith("python:dict") and names_deployment(key))):
                self._add(Named(near.provider or "azure-openai", text.text), text, near, "", via, used)
            if text.variable or claimed:
                continue
            asked = keys.normal(text.asked)
            said = keys.provider_of_stem(keys.stem_of_model_key(asked) or "") if asked else None
            named = (
                incomplete_name(text)
                if text.head or not text.whole
                else decide(text.text, asked if said or asked.endswith("deployment_name") else key, near)
            )
            if named and named.provider == "openai" and not near.settings and not said and self._only_azure():
                named = replace(named, provider="azure-openai")
            if named and named.provider == "huggingface" and imports_modelscope(self.module):
                named = replace(named, provider="modelscope")
            if named and named.name.strip("./"):  # the folder at hand is no model
                self._add(named, text, near, keys.stem_of_model_key(key) or "", via, used, double)

    def _is_dataset(self, text: Text) -> bool:
        """Whether a literal stands in a table of data sets, of this module or another one, or is loaded as one."""
        home = self.values.abroad.get(text.node, self.module)
        if home.path not in self.datasets:
            loaded = loaded_data(home, self.values) if home is self.module else set()
            self.datasets[home.path] = of_datasets(home) | loaded
        return text.node in self.datasets[home.path]

    def _evaluated(self, text: Text, near: Neighbors, via: str, used: ast.expr | None) -> None:
        near = near.beside(evaluations.settings_in(text.text))
        for match in evaluations.models_in(text.text) if text.whole else ():
            named = decide(match[2], match[1], near)
            if named:
                self._add(named, text, near, "", via, used)

    def _only_azure(self) -> bool:
        """Whether the clients of this file are all of Azure: then it is a deployment that is named here."""
        clients = {row.provider for row, _ in self.finder.clients.values()}
        return clients == {"azure-openai"}

    # --- collecting -------------------------------------------------------------------------------------------------

    def _claimed(self, text: Text) -> bool:
        place = self.finder.place(text.node)
        return (place.line, place.column) in self.finder.claimed

    def _add(
        self,
        named: Named,
        text: Text,
        near: Neighbors,
        stem: str,
        via: str,
        used: ast.expr | None,
        double: str | None = None,
    ) -> None:
        place = self.finder.place(text.node)
        used_at = self.finder.place(used) if used is not None else None
        reference = complete(named, near, stem, place, via, used_at)
        if used_at is not None and (used_at.path, used_at.line) == (place.path, place.line):
            reference = replace(reference, used_at=None)
        table = self.tables.get(text.node)
        if table:
            self.finder.mention(reference, table)
        elif double or (isinstance(used, ast.Call) and is_double(last_word(used.func))):
            self.finder.mention(reference, "test double")
        else:
            self.finder.keep(reference)
