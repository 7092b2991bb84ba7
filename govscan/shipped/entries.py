"""Which files of a model its configurations ask for, and which code of other repositories: texts enter, entries leave.

`auto_map` names "module.Class", or "org/repository--module.Class" (https://huggingface.co/docs/transformers/custom_models);
`custom_pipelines` name such a class as their `impl`; a pipeline of diffusers names a module and a class for itself and
for each of its parts; a module of sentence-transformers has a `type` with dots.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from msgspec import Struct

from govscan.marked import Malformed, Node, parse_json
from govscan.pattern import pattern

CONFIGS: Final = (
    "config.json",
    "tokenizer_config.json",
    "processor_config.json",
    "preprocessor_config.json",
    "video_preprocessor_config.json",
)
PIPELINE: Final = "model_index.json"
MODULES: Final = "modules.json"
MAX_ENTRIES: Final = 200

_CLASS = pattern(
    r"(?:([\w.-]{1,96}(?:/[\w.-]{1,96})?)--)?"
    r"([A-Za-z_]\w{0,199}(?:[./][A-Za-z_]\w{0,199}){0,5})\.([A-Za-z_]\w{0,199})"
)
_OWN: Final = ("sentence_transformers", "torch", "transformers", "diffusers")


class Entry(Struct, frozen=True):
    """A file that would run. `repository` is "" for the model's own, `file` a path in it; `place` says where it is
    asked for. `trouble` says why what is asked for cannot be looked up."""

    repository: str
    file: str
    config: str
    line: int
    trouble: str = ""

    @property
    def place(self) -> str:
        return f"{self.config}:{self.line}"


def entries(configs: Mapping[str, str], listed: Collection[str]) -> Iterator[Entry]:
    """What the configurations of a model ask for. `configs` are texts by their names, `listed` all its files."""
    count = 0
    for name, text in configs.items():
        if not asks(name, text):
            continue
        try:
            node = parse_json(text)
        except Malformed as error:
            yield Entry("", "", name, error.line, f"{name} is not JSON: {error.message}")
            continue
        for entry in _of(name, node, listed):
            count += 1
            if count > MAX_ENTRIES:
                yield Entry("", "", name, entry.line, f"more than {MAX_ENTRIES} files are asked for")
                return
            yield entry


def asks(name: str, text: str) -> bool:
    """Whether a configuration may ask for code: a look that costs nothing."""
    if name in CONFIGS:
        return "auto_map" in text or "custom_pipelines" in text or "\\u" in text
    return name in (PIPELINE, MODULES)


def _of(name: str, node: Node, listed: Collection[str]) -> Iterator[Entry]:
    if name == PIPELINE:
        yield from _pipeline(name, node, listed)
    elif name == MODULES:
        for module in node.entries if node.kind == "list" else ():
            kind = module.get("type")
            if kind is not None and kind.text and not kind.text.startswith(tuple(f"{own}." for own in _OWN)):
                yield _entry(name, kind)
    else:
        yield from _mapped(name, node.get("auto_map"))
        pipelines = node.get("custom_pipelines")
        for _, pipeline in pipelines.items if pipelines is not None else ():
            implementation = pipeline.get("impl")
            if implementation is not None:
                yield _entry(name, implementation)


def _mapped(name: str, told: Node | None) -> Iterator[Entry]:
    for _, value in told.items if told is not None else ():
        for each in value.entries if value.kind == "list" else (value,):  # a slow and a fast tokenizer
            if each.scalar is not None or each.text is not None:
                yield _entry(name, each)


def _entry(name: str, node: Node) -> Entry:
    found = _CLASS.fullmatch((node.text or "").strip())
    if found is None:
        shown = (node.text or node.raw)[:100]
        return Entry("", "", name, node.line, f"{name}:{node.line} asks for {shown!r}, which names no class of a file")
    return Entry(found[1] or "", found[2].replace(".", "/") + ".py", name, node.line)


def _pipeline(name: str, node: Node, listed: Collection[str]) -> Iterator[Entry]:
    """Pairs of module and class of diffusers; a module is the model's own where it has a file of that name."""
    for key, value in node.items:
        if value.kind != "list" or len(value.entries) != 2 or not value.entries[0].text:
            continue
        module, part = value.entries[0].text, key.text or ""
        for file in (f"{part}/{module}.py", f"{module}.py"):
            if file in listed:
                yield Entry("", file, name, value.entries[0].line)
                break
