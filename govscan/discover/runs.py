"""What a node of a configuration runs: a container's command, arguments and environment, a step of a pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from govscan.discover import keys
from govscan.discover.command_words import Scope
from govscan.discover.commands import read_text, read_words
from govscan.discover.env import Setting, with_default
from govscan.discover.neighbors import Neighbors
from govscan.discover.words import Text, Variables, Word, expand, split
from govscan.marked import Node
from govscan.pattern import pattern
from govscan.reference import Location, Reference

ENVIRONMENTS: Final = frozenset(
    {"env", "envs", "environment", "env_vars", "environment_variables", "extra_env", "build_args"}
)
_STARTED_BY: Final = {"llama.cpp": "llama-server", "llamafile": "llamafile", "koboldcpp": "koboldcpp"}
"""What the images of servers start whose flags are short."""
WORDS: Final = ("entrypoint", "command", "cmd", "args", "arguments", "extra_args", "extra_arguments", "vllm_args",
                "vllm_extra_args", "server_args", "engine_args", "launch_args", "runtime_args")  # fmt: skip
_TRIPLE: Final = pattern(r"=[ \t]*(?:\"{3}|'{3})")
_HEREDOC: Final = pattern(r"<<[-~]?[ \t]*[\"']?\w+[\"']?[ \t]*$")
LINES: Final = frozenset(
    {"run", "script", "before_script", "after_script", "commands", "post_create_command", "post_start_command",
     "on_create_command", "post_attach_command", "shell", "inline_script", "install_script", "build_command",
     "start_command", "startup_script", "user_data", "setup", "bash_command", "test"}
)  # fmt: skip
"""Names, normalized, behind which stand variables, the words of one command, and whole command lines."""


def region(node: Node, lines: Sequence[str]) -> Text:
    """The text of a scalar with its places in the file: a YAML block (`|`, `>`) is taken from the file's lines, so
    that every line of it keeps its number; anything else starts where the node does."""
    text = node.text or ""
    row = lines[node.line - 1] if node.line <= len(lines) else ""
    mark = row[node.column - 1 : node.column]
    triple = _TRIPLE.search(row) if "\n" in text else None
    if triple:  # of TOML, which leaves a line break behind the quotes out
        below = not row[triple.end() :].strip()
        return Text(text, node.line + below, 1 if below else triple.end() + 1)
    if node.column == 1 and 1 < node.line <= len(lines) and _HEREDOC.search(lines[node.line - 2]):
        return Text(text, node.line, 1)
    if mark not in ("|", ">") or "\n" not in text + "\n":
        return Text(text, node.line, node.column + (1 if mark in ("'", '"') else 0), "\n" in text)
    block = []
    depth = None
    for line in lines[node.line :]:
        own = len(line) - len(line.lstrip(" "))
        if line.strip():
            depth = own if depth is None else depth
            if own < depth:
                break
        block.append(line)
    joined = (" \\\n" if mark == ">" else "\n").join(block)
    return Text(joined, node.line + 1, 1)


def environment(node: Node, path: str) -> list[Setting]:
    """The variables of a map, of a list of `NAME=value`, or of a list of `{name: ..., value: ...}`."""
    settings = [(str(key.scalar), value) for key, value in node.items]
    for entry in node.entries:
        label, held = entry.get("name"), entry.get("value")
        if label is not None and held is not None and label.text:
            settings.append((label.text, held))
        elif entry.text and "=" in entry.text:
            name, _, text = entry.text.partition("=")
            settings.append((name, Node("scalar", text, entry.line, entry.column + len(name) + 1, text)))
    return [
        Setting(name, str(value.scalar).strip(), Location(path, value.line, value.column))
        for name, value in settings
        if value.kind == "scalar" and value.scalar is not None
    ]


_RUN: Final = frozenset((*WORDS, *LINES))


def run(
    node: Node,
    path: str,
    surface: str,
    near: Neighbors,
    settings: Sequence[Setting],
    lines: Sequence[str],
    depth: int = 0,
) -> Iterator[Reference]:
    """The references of what a map runs: its command with its arguments, or its lines."""
    by_name = {keys.normal(str(key.scalar)): value for key, value in node.items}
    if _RUN.isdisjoint(by_name):
        return
    variables: Variables = {
        setting.key: (Word(with_default(setting.value), setting.place.line, setting.place.column),)
        for setting in settings
    }
    around = near.beside([(setting.key, setting.value) for setting in settings])
    scope = Scope(path, surface, around, variables, depth=depth)
    words: list[Word] = []
    for name in WORDS:
        value = by_name.get(name)
        if value is None:
            continue
        if value.text is not None:
            words.extend(_words_of_text(value, lines, scope))
        elif value.entries and _are_lines(value):
            yield from _lines(value, lines, scope)
        else:
            words.extend(_words_of_list(value, lines))
    if words and words[0].text.startswith("-"):  # arguments of what the image starts
        image = (held.text or "") if (held := by_name.get("image")) is not None else ""
        if program := next((name for part, name in _STARTED_BY.items() if part in image), ""):
            words.insert(0, Word(program, words[0].line, words[0].column))
    if words:
        yield from read_words([result for word in words for result in _filled(word, scope)], scope)
    for name, value in by_name.items():
        if name in LINES:
            yield from _lines(value, lines, scope)


def _filled(word: Word, scope: Scope) -> list[Word]:
    return expand(word, scope.variables)[:1] if "\n" not in word.text and " " not in word.text else [word]


def _words_of_text(node: Node, lines: Sequence[str], scope: Scope) -> Iterator[Word]:
    """A command as one text; several commands in it are taken as one after another, which loses nothing here."""
    for command in split(region(node, lines), backslash=scope.backslash):
        yield from command.words


def _words_of_list(node: Node, lines: Sequence[str]) -> Iterator[Word]:
    for entry in node.entries:
        flag, held = entry.get("name"), entry.get("value")  # `- {name: --model-id, value: org/name}`
        if flag is not None and held is not None and (flag.text or "").startswith("-"):
            yield from (Word(part.text or "", part.line, part.column) for part in (flag, held))
            continue
        text = str(entry.scalar) if entry.kind == "scalar" and entry.scalar is not None else ""
        if text.startswith("-") and re.match(r"--?[\w-]+[ \t]+\S", text) and "\n" not in text:
            for command in split(region(entry, lines)):
                yield from command.words
        elif "\n" in text or " " in text:
            block = region(entry, lines)
            yield Word(block.text, block.line, block.column)
        elif text:
            yield Word(text, entry.line, entry.column)


def _are_lines(node: Node) -> bool:
    texts = [entry.text or "" for entry in node.entries]
    return len(texts) > 0 and all(" " in text.strip() and not text.startswith("-") for text in texts)


def _lines(node: Node, lines: Sequence[str], scope: Scope) -> Iterator[Reference]:
    for part in node.entries if node.kind == "list" else (node,):
        if part.text:
            yield from read_text(region(part, lines), scope)
        elif part.kind == "list" and part.entries:
            yield from read_words(list(_words_of_list(part, lines)), scope)
