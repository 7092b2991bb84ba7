"""The parts of one command: what it assigns, its program, its flags with their values, its other arguments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from govscan.discover import keys
from govscan.discover.tools import PLAIN_WORDS, SHELLS, TOOLS, WRAPPERS, Tool
from govscan.discover.words import Word
from govscan.pattern import pattern

_ASSIGNED = pattern(r"(?:\$(?:env:)?)?([A-Za-z_]\w{0,100})\s*(?:\+|:|\?|::)?=(.*)\Z", re.DOTALL)
_ASSIGNING = pattern(r"\$\{([A-Za-z_]\w{0,100}):?=([^}]{1,300})\}\Z")
_ENTRY = pattern(r"\[[^\]]{0,100}\]=")
_DECLARES: Final = frozenset(
    {"export", "local", "declare", "readonly", "typeset", "set", "setx", "-e", "--env", "-x", "-a", "-A", "-g", "-gA",
     "-ga", "-r", "-gx", "env",
     "override", "define"}
)  # fmt: skip
_FLAG = pattern(r"--?[A-Za-z][\w.-]*\Z")
_TRUE_ALONE: Final = ("trust_remote_code",)


def assignments(words: Sequence[Word]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """What a command sets: `X=1`, `export X=1`, `X=(a b)`, `$x = @("a")`, `X ?= 1`, `for x in a b`, `-e X=1`."""
    if not words:
        return
    if words[0].text in ("for", "foreach") and len(words) > 3:
        yield from _loop(words)
        return
    if len(words) > 1 and words[1].text in ("=", ":=", "?=", "+=", "::="):
        found = _ASSIGNED.match(words[0].text + "=")
        if found:
            yield found[1], tuple(word for word in words[2:] if word.text != "@")
        return
    if words[0].text == ":":
        yield from _defaults(words)
        return
    leading = True
    for index, word in enumerate(words):
        if not (leading or words[index - 1].text in _DECLARES):
            continue
        found = _ASSIGNED.match(word.text) if "=" in word.text else None
        if not found:
            leading = leading and word.text in _DECLARES
            continue
        if found[2] or index == len(words) - 1:
            yield found[1], (word.after(found.start(2)),) if found[2] else ()
        elif leading:  # an array: its entries follow
            yield found[1], tuple(_entry(entry) for entry in words[index + 1 :])
            return


def _defaults(words: Sequence[Word]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """`: "${MODEL:=org/name}"`."""
    for word in words[1:]:
        fallback = _ASSIGNING.match(word.text)
        if fallback:
            value = word.after(fallback.start(2))
            yield fallback[1], (Word(fallback[2], value.line, value.column),)


def _entry(word: Word) -> Word:
    """The value of an entry of an array, which may have a key (`[small]=org/name`)."""
    key = _ENTRY.match(word.text)
    return word.after(key.end()) if key else word


def _loop(words: Sequence[Word]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    texts = [word.text for word in words]
    name = next((text.lstrip("$%") for text in texts[1:] if text not in ("/f", "(")), "")
    if "in" in texts:
        yield name, tuple(words[texts.index("in") + 1 :])


def program_words(words: Sequence[Word]) -> list[Word]:
    """The words from the program on: assignments, wrappers and the switches between them are passed over."""
    index = 0
    while index < len(words):
        text = words[index].text
        wraps = text in _DECLARES or text.lstrip("@-+").lower() in WRAPPERS or _ASSIGNED.match(text)
        switch = text.startswith("-") and index > 0 and words[index - 1].text.lower() in WRAPPERS
        if not wraps and not (switch and not _speaks(text)):
            break
        index += 1
    return list(words[index:])


def _speaks(flag: str) -> bool:
    return keys.stem_of_model_key(keys.normal(flag.partition("=")[0])) is not None


def base(text: str) -> str:
    return text.lstrip("@").replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".exe").lower()


def tool_of(words: Sequence[Word]) -> tuple[str, Tool | None, Sequence[Word]]:
    """The first word that is a known program with a fitting subcommand, and what follows it."""
    for index, word in enumerate(words[:12]):
        name = base(word.text)
        tool = TOOLS.get(name) or TOOLS.get(name.split(".")[0] if name.startswith(("mlx_lm.", "vllm.")) else name)
        if tool is None and name.endswith(".openai_api_server"):  # python -m
            tool = TOOLS["vllm.entrypoints.openai.api_server"]
        if tool is None or (index and name in PLAIN_WORDS):
            continue
        rest = words[index + 1 :]
        if not tool.verbs:
            return name, tool, rest
        for verb in tool.verbs:
            if tuple(part.text for part in rest[: len(verb)]) == verb:
                return " ".join((name, *verb)), tool, rest[len(verb) :]
    return "", None, words[1:] if not words[0].text.startswith("-") else words


def _is_flag(text: str) -> bool:
    """Whether a word is a flag; one with blanks is what a flag hands on (`--args "--model org/name"`)."""
    return text.startswith("--") and " " not in text


def arguments(words: Sequence[Word]) -> tuple[list[tuple[Word, Word | None]], list[Word]]:
    """Flags with the word behind them (`--x y`, `--x=y`), and the words that belong to no flag."""
    flags: list[tuple[Word, Word | None]] = []
    positionals: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        name, equals, value = word.text.partition("=")
        if not _FLAG.match(name):
            positionals.append(word)
        elif equals:
            flags.append((Word(name, word.line, word.column), word.after(len(name) + 1) if value else None))
        elif index < len(words) and not _is_flag(words[index].text) and not _alone(name, words[index].text):
            flags.append((word, words[index]))
            index += 1
        else:
            flags.append((word, None))
    return flags, positionals


def _alone(flag: str, following: str) -> bool:
    """A switch that takes no value, although a word follows it."""
    return keys.normal(flag) in _TRUE_ALONE and following.lower() not in ("true", "false", "1", "0", "yes", "no")


def inline_script(words: Sequence[Word]) -> Word | None:
    """The text behind `-c` of a shell or of Python."""
    name = base(words[0].text)
    if name not in SHELLS and not name.startswith("python"):
        return None
    for index, word in enumerate(words[1:4], 1):
        if word.text in ("-c", "-lc", "-ec", "-xc", "-exc", "-euxc") and index + 1 < len(words):
            return words[index + 1]
    return None


def words_of_json(text: str) -> list[str] | None:
    """The words of the exec form (`["vllm", "serve"]`); None where the text is something else."""
    if not text.lstrip().startswith("["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) and all(isinstance(part, str) for part in value) else None
