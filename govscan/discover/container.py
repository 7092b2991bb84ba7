"""Dockerfiles, compose files and Ollama Modelfiles: text enters, references leave.

`FROM` of a Dockerfile is an image and never a model; `FROM` of a Modelfile is. Compose files are YAML and go the way
of `structured`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from govscan import limits
from govscan.bounded import hit
from govscan.discover import keys
from govscan.discover.arguments import words_of_json
from govscan.discover.command_words import Scope
from govscan.discover.commands import once, read_python, read_text, read_words
from govscan.discover.decide import decide
from govscan.discover.env import Setting, read_settings
from govscan.discover.needles import Words
from govscan.discover.neighbors import Named, Neighbors, complete
from govscan.discover.structured import read_tree
from govscan.discover.surface import SourceFile
from govscan.discover.words import Text, Word, expand, split
from govscan.pattern import pattern
from govscan.reference import Location, Reference

NEEDLE = Words(
    b"model llm ollama hugging hf checkpoint name_or_path name-or-path repo_id repo-id pretrained gpt claude "
    b"gemini gguf deployment base_url sentence_transformers sentence-transformers spacy adapter mistral",
    b"from ",
)

_INSTRUCTION = pattern(r"[ \t]*([A-Za-z]+)[ \t]+")
_HEREDOC = pattern(r"<<-?[ \t]*(['\"]?)([A-Za-z_]\w{0,60})\1")
_MODELFILE_LINE = pattern(r"^[ \t]*(FROM|ADAPTER)[ \t]+(\S+)", re.MULTILINE | re.IGNORECASE)


class Instruction(Struct, frozen=True):
    """One instruction of a Dockerfile: its name in capitals and the offsets of what follows it; `body` are those of
    its here-document, if it has one, and `reader` the program that reads it."""

    name: str
    start: int
    end: int
    body: tuple[int, int] | None = None


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a Dockerfile, a compose file or a Modelfile, told apart by name.

    Raises:
        govscan.marked.Malformed: a compose file that is not YAML.
    """
    name = file.path.rsplit("/", 1)[-1].lower()
    if name.endswith((".yml", ".yaml")):
        yield from read_tree(file, "container")
    else:
        yield from _modelfile(file) if "modelfile" in name else _dockerfile(file)


# --- Modelfile ------------------------------------------------------------------------------------------------------


def _modelfile(file: SourceFile) -> Iterator[Reference]:
    text = Text(file.text)
    base = ""
    for match in _MODELFILE_LINE.finditer(file.text):
        line, column = text.place(match.start(2))
        via = f"container:{match[1].upper()}"
        named = _model_of_from(match[2])
        if named and match[1].upper() == "ADAPTER" and base:
            named = replace(named, hints=(*named.hints, ("base", base)))
        elif named:
            base = named.name
        if named:
            yield complete(named, Neighbors(), "", Location(file.path, line, column), via)


def _model_of_from(text: str) -> Named | None:
    if (
        text.startswith(("./", "../", "/", "~/", ".\\"))
        or text in (".", "..")
        or text.lower().endswith((".gguf", ".bin"))
    ):
        return Named("local", text)
    found = decide(text, "model", Neighbors())
    if found and found.provider in ("huggingface", "modelscope") and text.count("/") > 1:
        return found
    return Named("ollama", text) if re.fullmatch(r"[\w./:-]{1,200}", text) and not keys.is_stand_in(text) else None


# --- Dockerfile -----------------------------------------------------------------------------------------------------


def _dockerfile(file: SourceFile) -> Iterator[Reference]:
    source = Text(_without_comments(file.text))
    scope = Scope(file.path, "container", depth=file.depth)
    instructions = list(_instructions(source.text))
    settings: list[Setting] = []
    for instruction in instructions:
        if instruction.name in ("ARG", "ENV"):
            settings.extend(_variables(instruction, source, scope))
    scope.near = Neighbors().beside([(setting.key, setting.value) for setting in settings])
    yield from once((*_run_all(instructions, source, scope), *read_settings(settings, "container:")))


def _without_comments(text: str) -> str:
    """The text with comment lines blanked at their length. Inside an instruction that goes on, Docker takes them
    out, so the blank line goes on as well."""
    lines = text.split("\n")
    goes_on = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith("#"):
            lines[number] = " " * (len(line) - 1) + ("\\" if goes_on else " ")
        else:
            goes_on = line.rstrip().endswith("\\")
    return "\n".join(lines)


def _instructions(text: str) -> Iterator[Instruction]:
    at = heredocs = 0
    while at < len(text):
        stop = _end_of_instruction(text, at)
        match = _INSTRUCTION.match(text, at, stop)
        heredoc = _HEREDOC.search(text, at, stop) if match and match[1].upper() in ("RUN", "COPY", "ADD") else None
        body = None
        heredocs += heredoc is not None
        if heredocs > limits.COMMAND_HEREDOCS:
            hit(f"more than {limits.COMMAND_HEREDOCS} here-documents, further ones are read as commands")
        elif heredoc:
            closing = re.compile(rf"^[ \t]*{re.escape(heredoc[2])}[ \t]*$", re.MULTILINE).search(text, stop)
            if closing:
                body, next_at = (stop, closing.start()), closing.end()
        if match:
            name = match[1].upper()
            start = match.end()
            if name in ("ONBUILD", "HEALTHCHECK"):
                inner = re.compile(r"(?:--\S+\s+)*([A-Z]+)[ \t]+").match(text, start, stop)
                name, start = (inner[1], inner.end()) if inner else (name, start)
            yield Instruction(name, start, stop, body)
        at = next_at + 1 if body else stop + 1


def _end_of_instruction(text: str, at: int) -> int:
    """The offset of the newline that ends an instruction: one without a backslash in front."""
    while True:
        stop = text.find("\n", at)
        if stop < 0:
            return len(text)
        if not text[at:stop].rstrip(" \t").endswith("\\"):
            return stop
        at = stop + 1


def _variables(instruction: Instruction, source: Text, scope: Scope) -> Iterator[Setting]:
    """`ARG X=default`, `ENV X=Y Z=W` and the old `ENV X Y`, with what they refer to filled in."""
    words = [word for command in split(source, instruction.start, instruction.end) for word in command.words]
    if instruction.name == "ENV" and words and "=" not in words[0].text:
        pairs = [(words[0].text, words[1])] if len(words) > 1 else []
    else:
        pairs = [
            (word.text.partition("=")[0], word.after(word.text.index("=") + 1)) for word in words if "=" in word.text
        ]
    for name, value in pairs:
        for result in expand(value, scope.variables)[:1]:
            if result.text:
                scope.variables[name] = (result,)
                yield Setting(name, result.text, result.place(scope.path))


def _run_all(instructions: list[Instruction], source: Text, scope: Scope) -> Iterator[Reference]:
    entry: list[Word] = []
    for instruction in instructions:
        if instruction.name == "FROM":
            entry = []
        elif instruction.name == "RUN":
            yield from _run(instruction, source, scope)
        elif instruction.name in ("CMD", "ENTRYPOINT"):
            words = _exec_form(instruction, source)
            if words is None:
                yield from read_text(source, scope, instruction.start, instruction.end)
            elif instruction.name == "ENTRYPOINT":
                entry = words
                yield from read_words(words, scope)
            else:
                yield from read_words([*entry, *words], scope)


def _run(instruction: Instruction, source: Text, scope: Scope) -> Iterator[Reference]:
    words = _exec_form(instruction, source)
    if words is not None:
        yield from read_words(words, scope)
    elif instruction.body is None:
        start = instruction.start
        options = re.compile(r"(?:--(?:mount|network|security)=\S+(?:\s|\\\n)+)+").match(
            source.text, start, instruction.end
        )
        yield from read_text(source, scope, options.end() if options else start, instruction.end)
    elif "python" in source.text[instruction.start : instruction.end]:
        start, end = instruction.body
        yield from read_python(source.text[start:end], scope, source.place(start + 1)[0] - 1)
    else:
        yield from read_text(source, scope, *instruction.body)


def _exec_form(instruction: Instruction, source: Text) -> list[Word] | None:
    """The words of `["a", "b"]` with their places; None for the shell form."""
    raw = source.text[instruction.start : instruction.end]
    texts = words_of_json(raw.replace("\\\n", "  "))
    if texts is None:
        return None
    words, at = [], 0
    for text in texts:
        at = max(raw.find('"', at), 0)
        words.append(Word(text, *source.place(instruction.start + at)))
        at += len(text) + 2
    return words
