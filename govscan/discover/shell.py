"""Shell scripts (bash, zsh, PowerShell, cmd.exe) and Makefiles: text enters, references leave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govscan.discover.command_words import Scope
from govscan.discover.commands import once, read_text
from govscan.discover.config_needle import may_run
from govscan.discover.needles import Words
from govscan.discover.surface import SourceFile
from govscan.discover.words import Text, Variables
from govscan.pattern import pattern
from govscan.reference import Reference

NEEDLE = Words(
    b"model llm ollama hugging hf checkpoint name_or_path name-or-path repo_id repo-id pretrained gpt claude "
    b"gemini mistral spacy deployment api. _base_url bedrock",
)

_TYPED = pattern(r"[ \t]*+\[[\w.]{1,60}(?:\[\])?\][ \t]*+(?=\$\w++[ \t]*+=)")
_NO_BACKSLASH = (".ps1", ".bat", ".cmd", ".psm1")


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a script; Makefile recipes are read like lines of a shell."""
    if not may_run(file.data):
        return
    name = file.path.rsplit("/", 1)[-1].lower()
    scope = Scope(file.path, "shell", backslash=not name.endswith(_NO_BACKSLASH), depth=file.depth)
    text = _without_comments(file.text, name)
    if name.endswith((".ps1", ".psm1")):
        text = "\n".join(map(_assigned, text.split("\n")))
    yield from once(read_text(Text(text), scope))


def _assigned(line: str) -> str:
    """PowerShell's parameter with a default as a plain assignment: the type in front and the comma behind are blank."""
    typed = _TYPED.match(line)
    return " " * typed.end() + line[typed.end() :].rstrip().removesuffix(",") if typed else line


def read_command(
    text: str, path: str, line: int, column: int = 1, surface: str = "shell", variables: Variables | None = None
) -> Iterator[Reference]:
    """The references of shell text that stands inside another file, from its place there on."""
    yield from once(read_text(Text(text, line, column), Scope(path, surface, variables=dict(variables or {}))))


def _without_comments(text: str, name: str) -> str:
    """cmd.exe's comments, blanked; PowerShell's block comments as well. All others end at their line anyway."""
    if name.endswith((".bat", ".cmd")):
        return re.sub(r"(?mi)^[ \t@]*(?:rem\b|::)[^\n]*", lambda match: " " * len(match.group()), text)
    if name.endswith((".ps1", ".psm1")):
        return re.sub(r"<#(?:[^#]|#(?!>))*+(?:#>|\Z)", lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return text
