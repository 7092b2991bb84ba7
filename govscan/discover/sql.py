"""SQL that asks a model: functions of warehouses and databases, and models that a statement creates.

The first text that a known function is given names the model (`SNOWFLAKE.CORTEX.COMPLETE('mistral-large2', ...)`); in
`CREATE MODEL` and its kin an option does (`OPTIONS (ENDPOINT = 'gemini-2.0-flash')`, `USING model_name = 'gpt-4o'`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govscan.discover import classify, keys
from govscan.discover.decide import decide
from govscan.discover.naming_places import Named
from govscan.discover.needles import Needle
from govscan.discover.neighbors import Neighbors, complete
from govscan.discover.surface import SourceFile
from govscan.discover.words import Text
from govscan.pattern import pattern
from govscan.reference import Location, Reference

_FUNCTIONS: Final[dict[str, str]] = {
    # By what a function begins with, in lower case; who answers. Where several begin a name, the longest tells.
    "snowflake.cortex.complete": "snowflake", "snowflake.cortex.try_complete": "snowflake",
    "snowflake.cortex.embed_text_": "snowflake", "cortex.complete": "snowflake", "cortex.try_complete": "snowflake",
    "cortex.embed_text_": "snowflake", "ai_complete": "snowflake", "ai_embed": "snowflake",
    "ai_query": "databricks", "google_ml.": "vertex", "embedding": "vertex",
    "ai.openai_": "openai", "ai.embedding_openai": "openai", "ai.ollama_": "ollama", "ai.embedding_ollama": "ollama",
    "ai.anthropic_": "anthropic", "ai.cohere_": "cohere", "ai.voyageai_": "voyage",
    "ai.embedding_voyageai": "voyage", "ai.litellm_": "custom", "ai.embedding_litellm": "custom",
    "pgml.embed": "huggingface", "azure_openai.": "azure-openai",
}  # fmt: skip
_ROUTED: Final = ("ai.litellm_", "ai.embedding_litellm")
_NAMES: Final = "|".join(sorted(map(re.escape, _FUNCTIONS), key=len, reverse=True))
_CALL: Final = pattern(
    # `f('name'`, `f(model => 'name'`, `f(endpoint => 'name'`
    rf"(?<![\w.])({_NAMES})\w{{0,60}}\(\s*(?:\w{{1,40}}\s*(?:=>|:=|=)\s*)?'([^'\n]{{2,200}})'",
    re.IGNORECASE,
)
_CREATES: Final = pattern(
    r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:EXTERNAL\s+|REMOTE\s+|PUBLIC\s+)?(?:ML\s+)?(?:MODEL|AGENT|KNOWLEDGE_BASE)\b",
    re.IGNORECASE,
)
_OPTION: Final = pattern(r"\b([A-Za-z_]{2,40})[\"`]?\s*+(?:=>|=|:)?\s*+'([^'\n]{1,300})'")
_QUOTED: Final = pattern(r"'(?:[^'\n]|'')*+'|--[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)")
_NAME: Final = pattern(r"[\w.@:/-]{2,200}\Z")
NEEDLE = Needle(rb"(?i:" + _NAMES.encode() + rb"|\bMODEL\b|KNOWLEDGE_BASE)")
_OF_BIGQUERY: Final = pattern(r"\bREMOTE\s+WITH\s+CONNECTION\b", re.IGNORECASE)
_INSIDE: Final = Needle(
    rb"(?i:cortex\.|\bai\.|google_ml\.|pgml\.|azure_openai\.|\bembedding|\bai_query|\bai_complete)\w{0,60}\(\s*'"
)
_MEANS: Final = {"engine": "provider", "api_format": "provider", "location": "endpoint"}
"""What such statements call the settings of a model."""
MAX_STATEMENT: Final = 20_000  # characters of one that creates a model


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a file of SQL."""
    text, source = _QUOTED.sub(_blank_comment, file.text), Text(file.text)
    yield from _called(text, source, file.path, "sql")
    for match in _CREATES.finditer(text):
        end = text.find(";", match.end())
        statement = text[match.end() : min(end if end >= 0 else len(text), match.end() + MAX_STATEMENT)]
        yield from _created(statement, match.end(), source, file.path)


def inside(file: SourceFile, surface: str) -> Iterator[Reference]:
    """The calls of such functions in the statements that a file of another kind holds."""
    if _INSIDE.search(file.data):
        yield from _called(file.text, Text(file.text), file.path, surface)


def _called(text: str, source: Text, path: str, surface: str) -> Iterator[Reference]:
    for match in _CALL.finditer(text):
        named = _asked(match[1].lower(), match[2])
        if named:
            line, column = source.place(match.start(2))
            yield Reference(named.provider, named.name, Location(path, line, column), f"{surface}:{_callee(match[0])}")


def _blank_comment(match: re.Match[str]) -> str:
    """A comment as blanks; a text as it is."""
    found = match[0]
    return found if found.startswith("'") else re.sub(r"[^\n]", " ", found)


def _callee(call: str) -> str:
    return call.partition("(")[0].strip()


def _asked(function: str, text: str) -> Named | None:
    """What a function is asked with; None where it can be no model (`embedding('some text')`)."""
    name, provider = text.strip(), _FUNCTIONS[function]
    if not _NAME.match(name) or keys.is_placeholder(name):
        return None
    if function in _ROUTED:
        return decide(name, "model", Neighbors(router=True))
    hosted = classify.hosted_provider_of_name(name)
    if function == "embedding":
        return Named(provider, name) if hosted else None
    if provider == "huggingface" and not classify.is_hub_id(name):
        return None
    return Named(provider, name)


def _created(statement: str, start: int, source: Text, path: str) -> Iterator[Reference]:
    """The models among the options of a statement that creates one."""
    options = list(_OPTION.finditer(statement))
    near = Neighbors().beside([(_MEANS.get(option[1].lower(), option[1]), option[2]) for option in options])
    if _OF_BIGQUERY.search(statement):
        near = near.beside([], "vertex")
    for option in options:
        key = keys.normal(option[1])
        if key not in ("endpoint", "engine") and keys.stem_of_model_key(key) is None:
            continue
        named = decide(option[2], "model" if key == "endpoint" else key, near)
        if named and named.provider not in ("local", "custom"):
            line, column = source.place(start + option.start(2))
            yield complete(named, near, "", Location(path, line, column), f"sql:{option[1]}")
