"""What the names of a Python file say of the values behind them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from govscan.discover import classify, evaluations, keys
from govscan.discover.naming_places import Named
from govscan.discover.python_calls import LOADING_WORDS, MENTIONING_NAMES, WRITING_WORDS
from govscan.discover.python_module import Binding, Module, Scope
from govscan.discover.python_names import keyword_of
from govscan.discover.python_values import Values
from govscan.discover.signatures import ROUTES, WEIGHT_SUFFIXES
from govscan.pattern import pattern

_LOOKS_IN = pattern(r"(?:\b(?:any|all)\(.*|^(?!.*\bfor\b).*)\bin\s+(?:\w+\.)*\Z")
_OF_HUGGING_FACE: Final = frozenset({"transformers", "huggingface_hub", "diffusers", "sentence_transformers", "peft"})
_ONLY_HOSTED: Final = ("openai", "anthropic", "gemini", "bedrock")


_SERVICES: Final = frozenset(
    {"openai", "azure-openai", "anthropic", "bedrock", "vertex", "watsonx", "groq", "together", "fireworks",
     "openrouter", "dashscope", "nvidia"}
)  # fmt: skip
"""Words that no family of open weights is called by."""
_DECLARES: Final = frozenset({"Option", "Argument", "Field", "Query", "Body", "Form", "Path", "Literal", "Constant"})
_SIZE: Final = pattern(r"[-_]\d+(?:\.\d+)?[bBmM](?![A-Za-z0-9])")
_MAKES: Final = pattern(
    r"(?:llm|model)_?factory\Z|\A_?(?:load|create|make|build|init|new|setup|get)_(?:\w+_)?(?:llm|chat_model|embeddings?)\Z"
    r"|[a-z](?:LLM|Embeddings?)\Z|\A(?:LLM|[A-Z]\w*[a-zI]Model)\Z"
)
"""Calls that make a model of the name of a hosted one."""
MAX_LINES: Final = 50  # of an expression; nobody writes a longer path
_TABLE = pattern(
    r"(?:^|_)(?:models?|llms?|embedders?|rerankers?)_(?:maps?|mappings?|options|registry|catalog|table|lookup|dict"
    r"|configs?|presets|list|info|paths|repos|urls|zoo|cards|specs|details)\Z|(?:^|_)default_models?_for_"
)


def imports_modelscope(module: Module) -> bool:
    """Whether a file imports from ModelScope and from no library of the other hub."""
    roots = {origin.partition(".")[0] for origin in module.imports.values()}
    return "modelscope" in roots and roots.isdisjoint(_OF_HUGGING_FACE)


def is_enumeration(scope: Scope) -> bool:
    """Whether a class lists models as its members (`class ChatModel(str, Enum)`)."""
    lower = scope.name.lower()
    speaks = any(word in lower for word in ("model", "llm", "embed"))
    return speaks and any(base.endswith("Enum") for base in scope.bases)


def has_space(node: ast.JoinedStr) -> bool:
    return any(isinstance(part, ast.Constant) and " " in str(part.value) for part in node.values)


def names_deployment(key: str) -> bool:
    """Whether a normalized key is that of a deployment of Azure: its name in the environment is all there is."""
    return key in ("azure_deployment", "azure_deployment_name", "azure_openai_deployment", "model_deployment_name")


@lru_cache(maxsize=4096)
def speaks(name: str) -> bool:
    if name.startswith("@"):  # `"@llm_models": "registry.Entry.v1"`: what builds it, not which model
        return False
    key = keys.normal(name)
    return key == evaluations.KEY or keys.stem_of_model_key(key) is not None


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def is_hosted(name: str, node: ast.expr) -> bool:
    """Whether what is only called a name or path is that of a hosted model (`name="claude-2.1"`)."""
    if isinstance(node, ast.Call):  # `name = CharField(default="claude-2.1")`
        node = keyword_of(node, "default") or node
    told = name in ("name", "path", "id", "model_type") or name.isupper()
    text = node.value if told and isinstance(node, ast.Constant) else None
    if name.isupper() and isinstance(text, str) and _bare(name) != _bare(text):
        return False
    if not isinstance(text, str) or text != text.lower() or not any(map(str.isdigit, text)):
        return False
    route, _, routed = text.partition(":")  # id="openai:gpt-4o"
    if name == "id" and route not in ROUTES:
        return False  # as often what an own server answers to
    return classify.hosted_provider_of_name(routed if route in ROUTES else text) in _ONLY_HOSTED


@lru_cache(maxsize=4096)
def is_table(name: str) -> bool:
    """Whether a name is that of a table of models (`MODEL_MAP`); pydantic's `model_config` is none."""
    return name != "model_config" and bool(_TABLE.search(keys.normal(name)))


@lru_cache(maxsize=4096)
def lists_models(name: str) -> bool:
    lower = name.lower()
    return any(word in lower for word in MENTIONING_NAMES)


@lru_cache(maxsize=4096)
def loads(callee: str) -> bool:
    lower = callee.lower()
    return any(word in lower for word in LOADING_WORDS) and not writes(callee)


def writes(callee: str) -> bool:
    return callee.lower().startswith(WRITING_WORDS)


def is_made_of_weights(callee: str, first: ast.expr | None) -> bool:
    """Whether a class is given an id of the Hub that says how large the model is (`Rwkv("org/rwkv-430M")`)."""
    text = first.value if isinstance(first, ast.Constant) else None
    if not callee[:1].isupper() or callee in _DECLARES or not isinstance(text, str) or not classify.is_hub_id(text):
        return False
    return callee.endswith("LM") or bool(_SIZE.search(text.partition("/")[2]))


@lru_cache(maxsize=4096)
def hosted_by(callee: str) -> str | None:
    """The service that the name of a class speaks of (`AzureOpenAIVectorizer(model_name=...)`)."""
    said = keys.provider_of_stem(keys.normal(callee)) if callee[:1].isupper() else None
    return said[0] if said and said[0] in _SERVICES else None


MODELS: Final = pattern(r"(?:\A|[a-z])Model(?:Info|Spec|Entry|Description)?\Z")
"""Classes whose objects are models, or say something of one."""


def named_first(callee: str, text: str) -> Named | None:
    """What the first argument of a call names that loads a model."""
    if is_weight_file_here(text):
        return Named("local", text)
    model, revision = classify.split_revision(text)
    if classify.is_hub_id(model):
        return Named("huggingface", model, revision)
    hosted = classify.hosted_provider_of_name(text) if _MAKES.search(callee) and any(map(str.isdigit, text)) else None
    return Named(hosted, text) if hosted else None


def is_weight_file_here(text: str) -> bool:
    return "://" not in text and classify.is_weight_file(text) and not any(char in text for char in " \n*{}")


def writes_weights(node: ast.expr, lines: Sequence[str]) -> bool:
    """Whether the suffix of a weight file stands on the lines of an expression."""
    last = min(node.end_lineno or node.lineno, node.lineno + MAX_LINES)
    small = "\n".join(lines[node.lineno - 1 : last]).lower()
    return "." in small and any(suffix in small for suffix in WEIGHT_SUFFIXES)


def settings_in(named: dict[str, ast.expr], scope: Scope, values: Values) -> Iterator[tuple[str, str]]:
    """The settings that stand beside each other, name and value."""
    for name, node in named.items():
        if keys.setting_of(keys.normal(name)) is None:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield name, str(node.value)
        else:
            text = values.text(node, scope)
            if text:
                yield name, text


def only_looked_in(name: str, binding: Binding, lines: Sequence[str]) -> bool:
    """Whether a list of texts is used, and only to be looked in (`model in VISION_MODELS`)."""
    node = binding.node
    if not isinstance(node, ast.List | ast.Tuple | ast.Set) or len(node.elts) < 2 or binding.element:
        return False
    word = re.compile(rf"(?<![\w\"']){re.escape(name)}(?!\w)(?!\s*(?::[^=\n]*)?=[^=])")
    fronts = [line[: found.start()] for line in lines for found in word.finditer(line)]
    return bool(fronts) and all(_LOOKS_IN.search(front) for front in fronts)
