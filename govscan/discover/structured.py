"""Configuration files (YAML, JSON, TOML, INI): text enters, references leave.

Files of a model folder (config.json, tokenizer_config.json, ...) describe a model and use none; they are evidence and
read elsewhere. Templates that are no YAML before they are filled in are read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import translate
from typing import Any, Final

from msgspec.structs import replace

from govscan import limits
from govscan.discover import keys, kubernetes, recordings, requirements, sql
from govscan.discover.beside import mentioned
from govscan.discover.command_words import Scope
from govscan.discover.commands import once, read_words
from govscan.discover.config_needle import may_name
from govscan.discover.env import Setting, read_settings
from govscan.discover.needles import Words
from govscan.discover.surface import SourceFile
from govscan.discover.tree import Reading
from govscan.discover.tree_shapes import is_schema
from govscan.discover.words import Text, Word, split
from govscan.marked import Malformed, Node, parse_json, parse_toml, parse_yaml
from govscan.pattern import pattern
from govscan.reference import NAMESPACE, Location, Reference

NEEDLE = Words(
    b"model llm hugging hf_ hf: hf. hf- repo_id ollama gpt- claude gemini openai anthropic bedrock embedder "
    b"reranker deployment name_or_path api_base base_url baseurl storageuri checkpoint pretrained tokenizer "
    b"controlnet spacy hf.co _core_web_ -core-web- _core_news_ -core-news-",
    b"hf download",
)
MAX_PARTS: Final = 20  # of a key with dots
MAX_LINE: Final = 2000  # characters; longer ones are read for pairs of JSON alone

_NOT_CONFIGURATION: Final = (
    "package.json", "package-lock.json", "tsconfig*.json", "jsconfig.json", "composer.json", "composer.lock",
    "pnpm-lock.yaml", "*.lock", "renovate.json", "govscan.yaml", "govscan.lock", "*tokenizer.json",
    "tokenizer_config.json", "adapter_config.json", "generation_config.json", "special_tokens_map.json",
    "added_tokens.json", "preprocessor_config.json", "processor_config.json", "feature_extractor_config.json",
    "scheduler_config.json", "model_index.json", "*.index.json", "modules.json", "config_sentence_transformers.json",
    "sentence_bert_config.json", "vocab.json", "trainer_state.json", "all_results.json", "eval_results.json",
    "train_results.json", "quantize_config.json", "quantization_config.json", "chat_template.json", "citation.cff",
    "*.schema.json", "*openapi*.json", "*openapi*.y*ml", "swagger*.json", "swagger*.y*ml", ".pre-commit-config.yaml",
    "mkdocs.yml", "dependabot.yml",
)  # fmt: skip
_PASSED_OVER: Final = pattern("|".join(map(translate, _NOT_CONFIGURATION)))
_TRANSLATIONS: Final = pattern(r"(?:^|/)(?:locales?|i18n|translations?)/.*\.json\Z")
_OF_A_MODEL: Final = ("architectures", "_class_name", "auto_map", "_name_or_path")
_TEMPLATE = pattern(r"\{\{|\{%|<%")
_DEFAULT = pattern(r"\{\{[^{}\n]{0,200}?default\s+\(?[\"']([^\"'\n]{1,200})[\"'][^{}\n]{0,80}\}\}")
_JSON_PAIR = pattern(r'"([A-Za-z_][\w.-]{0,100})"[ \t]*:[ \t]*"([^"\\\n]{1,300})"')
_PAIR = pattern(
    r"^[ \t]*(?:-[ \t]+)?[\"']?([A-Za-z_][\w.-]{0,100})[\"']?[ \t]*[:=][ \t]*+(\S.{0,300}?)[ \t]*+,?+[ \t]*+$"
)
_ITEM = pattern(r"^[ \t]*-[ \t]+([\"']?)(-.{0,300}|[\w./:@{$-]{1,200})\1[ \t]*+$")
_SECTION = pattern(r"^[ \t]*\[([^\]\n]{1,200})\][ \t]*$")


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a configuration file.

    Raises:
        govscan.marked.Malformed: the file is not what its suffix says, and no template either.
    """
    path = file.path.lower()
    name = path.rsplit("/", 1)[-1]
    if _PASSED_OVER.fullmatch(name) or _TRANSLATIONS.search(path) or f"/{path}".find("/.govscan/") >= 0:
        return
    if name.endswith((".yaml", ".yml")) and kubernetes.DEFINITION in file.data:
        file = SourceFile(file.path, kubernetes.without_definitions(file.text).encode(), file.siblings, file.depth)
    if name in requirements.PACKAGE_FILES and requirements.NEEDLE.search(file.data):
        yield from requirements.find(file, "structured")
    yield from sql.inside(file, "structured")
    if may_name(file.data, is_json=name.endswith((".json", ".jsonc"))):
        found = read_tree(file, "structured")
        yield from map(recordings.in_results, found) if recordings.is_of_results(path) else found


def read_tree(file: SourceFile, surface: str) -> Iterator[Reference]:
    """The references of a document tree, for whichever surface asks.

    Raises:
        govscan.marked.Malformed: as `read`.
    """
    text = file.text
    if len(text) > limits.TREE_CHARACTERS:
        yield from once(_by_line(file, surface))
        return
    try:
        documents = _parse(file.path.lower(), text)
    except Malformed:
        if not _TEMPLATE.search(text):
            raise
        yield from once(_by_line(file, surface))
        return
    yield from once(_of_documents(documents, file, surface))


def _parse(path: str, text: str) -> list[Node]:
    if path.endswith((".yaml", ".yml")):
        return parse_yaml(text)
    if path.endswith((".toml", "pipfile")):
        return [parse_toml(text)]
    if path.endswith((".ini", ".cfg")):
        return [_parse_ini(text)]
    if path.endswith(".properties"):
        return [_nested(_parse_ini(text))]
    return [parse_json(text)]


def _of_documents(documents: list[Node], file: SourceFile, surface: str) -> Iterator[Reference]:
    reading = Reading(file.path, surface, file.text.split("\n"), depth=file.depth)
    for document in documents:
        if _is_of_a_model(document, file.path):
            continue
        if kubernetes.is_kubernetes(document):
            reading.surface = "kubernetes"
            for one in kubernetes.objects_of(document):
                yield from _of_object(one, reading)
            reading.surface = surface
        elif is_schema(document):
            yield from (mentioned(found, "a schema") for found in reading.read(document))
        elif recordings.is_recording(document):
            yield from map(recordings.mentioned, reading.read(recordings.requests_of(document)))
        else:
            yield from reading.read(document)


def _is_of_a_model(document: Node, path: str) -> bool:
    """Whether a document is the configuration that lies with the weights of a model."""
    telling = (*_OF_A_MODEL, "model_type") if path.rpartition("/")[2] == "config.json" else _OF_A_MODEL
    return path.endswith("config.json") and any(document.get(key) is not None for key in telling)


def _of_object(node: Node, reading: Reading) -> Iterator[Reference]:
    pruned = kubernetes.without_objects(node)
    if pruned is None:
        return
    namespace = kubernetes.namespace_of(node)
    hints = ((NAMESPACE, namespace),) if namespace else ()
    yield from (replace(found, hints=(*found.hints, *hints)) for found in reading.read(pruned))


def _parse_ini(text: str) -> Node:
    """Sections of keys and values, each with its place. A line that is neither is passed over, as the many dialects
    of this format ask for."""
    sections: list[tuple[Node, list[tuple[Node, Node]]]] = [(_scalar("", 1, 1), [])]
    for number, line in enumerate(text.split("\n"), 1):
        section = _SECTION.match(line)
        if section:
            sections.append((_scalar(section[1], number, section.start(1) + 1), []))
            continue
        match = re.match(r"^[ \t]*([^\s#;=:][^=:\n]{0,200}?)[ \t]*[=:][ \t]*+(.*)$", line)
        if match and not line.lstrip().startswith(("#", ";", "!")):
            value = re.split(r"[ \t][#;]", match[2], maxsplit=1)[0].strip()
            shift = 1 if value[:1] in ("'", '"') and value[-1:] == value[:1] and len(value) > 1 else 0
            value = value[1:-1] if shift else value
            key = _scalar(match[1], number, match.start(1) + 1)
            sections[-1][1].append((key, _scalar(value, number, match.start(2) + 1 + shift)))
    top = list(sections[0][1])
    top.extend((name, Node("map", tuple(pairs), name.line, name.column)) for name, pairs in sections[1:])
    return Node("map", tuple(top), 1, 1)


def _nested(flat: Node) -> Node:
    """Keys with dots as maps in maps (`a.b.c=x`), so that what stands beside a key is found beside it."""
    tree: dict[str, Any] = {}
    for key, value in flat.items:
        parts = str(key.scalar).split(".")[:MAX_PARTS]
        inside = tree
        for part in parts[:-1]:
            below = inside.setdefault(part, (key, {}))
            inside = below[1] if isinstance(below[1], dict) else {}
        if parts[-1] not in inside:
            inside[parts[-1]] = (key, value)
    return _as_node(tree, 1)


def _as_node(tree: dict[str, Any], line: int) -> Node:
    pairs = []
    for name, (key, value) in tree.items():
        node = _as_node(value, key.line) if isinstance(value, dict) else value
        pairs.append((_scalar(name, key.line, key.column), node))
    return Node("map", tuple(pairs), line, 1)


def _scalar(text: str, line: int, column: int) -> Node:
    return Node("scalar", text, line, column, text)


def _by_line(file: SourceFile, surface: str) -> Iterator[Reference]:
    """`key: value` lines, and lists of arguments, of a file that cannot be parsed before its template is filled in
    (Helm, Jinja) or that is too large for a tree. A template's own default counts as the value."""
    settings: list[Setting] = []
    items: list[Word] = []
    scope = Scope(file.path, surface)
    for number, line in enumerate(file.text.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        if len(line) > MAX_LINE:  # written by a machine, and JSON then
            settings.extend(_pairs(line, number, file.path))
            continue
        filled = _DEFAULT.sub(lambda match: match[1], line) if "{{" in line else line
        item = _ITEM.match(filled)
        if item and not re.match(r"[ \t]*-[ \t]+[\w.-]+:[ \t]", filled):
            for command in split(Text(item[2], number, item.start(2) + 1)):
                items.extend(command.words)
            continue
        if items and line.strip() and not _TEMPLATE.search(line):
            yield from read_words(items, scope)
            items = []
        pair = _PAIR.match(filled)
        if pair and _speaks(pair[1]) and not _TEMPLATE.search(pair[2]):
            value = pair[2].strip("\"'")
            place = Location(file.path, number, pair.start(2) + 1)
            settings.append(Setting(pair[1], re.split(r"[ \t]#", value, maxsplit=1)[0].strip("\"' \t"), place))
    if items:
        yield from read_words(items, scope)
    for setting in settings:
        yield from read_settings([setting], f"{surface}:")


def _pairs(line: str, number: int, path: str) -> Iterator[Setting]:
    """The texts of a long line of JSON that stand behind a key which may name a model."""
    for match in _JSON_PAIR.finditer(line):
        if _speaks(match[1]):
            yield Setting(match[1], match[2], Location(path, number, match.start(2) + 1))


def _speaks(key: str) -> bool:
    name = keys.normal(key)
    return keys.stem_of_model_key(name) is not None or keys.setting_of(name) is not None
