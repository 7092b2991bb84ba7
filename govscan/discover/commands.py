"""Models in command lines: flags of servers and tools, downloads, clones. Shared by shell, container, structured
and kubernetes; the words come in with their places, references go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from govscan.discover import classify, keys
from govscan.discover.arguments import arguments, assignments, base, inline_script, program_words, tool_of
from govscan.discover.command_shapes import (
    GOES_ON,
    checkpoint,
    is_no_model_download,
    is_setting,
    moved,
    written,
)
from govscan.discover.decide import decide
from govscan.discover.neighbors import Named, Neighbors, complete, service
from govscan.discover.signatures import OPEN_WEIGHTS
from govscan.discover.tools import ADDRESS_READERS, SHELLS, SILENT, Tool
from govscan.discover.words import Text, Variables, Word, default_name, expand, filled, split
from govscan.pattern import pattern
from govscan.reference import Location, Reference

_JSON_MODEL = pattern(r'"(?:model|model_id|modelId)"\s*:\s*"([^"\n]{1,200})"')
_VARIABLE = pattern(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_LAID_OUT = pattern(r"(?:^|_)model_repo(?:sitory)?\Z")  # a folder of a server, as often as a repository
MAX_DEPTH = 4  # of commands inside strings inside commands


class Scope(Struct):
    """What is known while commands of one file are read: where they stand, the variables set so far with the place
    of each literal, and the settings around them."""

    path: str
    surface: str
    near: Neighbors = field(default_factory=Neighbors)
    variables: Variables = field(default_factory=dict)
    backslash: bool = True
    written: set[str] = field(default_factory=set)  # folders and files that commands of the file write to
    depth: int = 0

    def inner(self) -> Scope:
        return replace(self, depth=self.depth + 1)


def read_text(source: Text, scope: Scope, start: int = 0, end: int | None = None) -> Iterator[Reference]:
    """The references of a piece of shell text: first what its commands load, which says more of a literal than the
    variable it went through, then what it assigns."""
    commands = list(split(source, start, end, scope.backslash))
    settings = []
    for command in commands:
        for name, values in assignments(command.words):
            flat = tuple(result for value in values for result in expand(value, scope.variables))
            known = scope.variables.get(name, ())
            scope.variables[name] = (*known, *(value for value in flat if value not in known))[:500]
            if len(flat) == 1:
                settings.append((name, flat[0].text))
    if settings:
        scope.near = scope.near.beside(settings)
    scope.written |= {text for command in commands for text in written(command.words, scope.variables)}
    for command in commands:
        yield from read_words(command.words, scope, source)
        for start_body, end_body in command.heredocs:
            yield from _heredoc(command.words, source, start_body, end_body, scope)
    for command in commands:
        for name, values in assignments(command.words):
            yield from _assigned(name, values, source, scope)


def _assigned(name: str, values: tuple[Word, ...], source: Text | None, scope: Scope) -> Iterator[Reference]:
    """A variable that names a model by its own name, or that holds a piece of a command line."""
    key = keys.normal(name)
    named = keys.stem_of_model_key(key) is not None or bool(GOES_ON.search(key))
    for value in values:
        if source and value.start >= 0 and re.search(r"(?:^|\s)--?[a-z]", value.text) and scope.depth < MAX_DEPTH:
            yield from _fragment(value, source, scope)
        elif named:
            for result in expand(value, scope.variables):
                if default_name(value.text) in scope.variables.keys() - {name}:
                    continue  # told where the other variable is set
                found = _refer(result, key, scope.near, scope, name, None)
                if found:
                    yield found


def _fragment(value: Word, source: Text, scope: Scope) -> Iterator[Reference]:
    raw = source.text[value.start : value.end]
    opening = re.match(r"[\w$:+?]*=?\s*[\"']", raw)
    if opening and len(raw) > 2:
        start, end = value.start + opening.end(), value.end - 1
        for command in split(source, start, end, scope.backslash):
            yield from read_words(command.words, scope.inner(), source)


def read_words(words: Sequence[Word], scope: Scope, source: Text | None = None) -> Iterator[Reference]:
    """The references of one command, given as words."""
    words = program_words(words)
    if not words or scope.depth > MAX_DEPTH:
        return
    program = base(words[0].text)
    if program in SILENT or program in ("for", "foreach"):
        return
    inline = inline_script(words)
    if inline:
        yield from _script(inline, words, scope, source)
        return
    tool_name, tool, rest = tool_of(words)
    flags, positionals = arguments(rest)
    near = scope.near.only("region").beside(
        [(flag.text, value.text if value else "true") for flag, value in flags if is_setting(flag.text, value)],
        tool.provider if tool else None,
    )
    if tool and tool.router:
        near = replace(near, router=True)
    if tool and tool.verbs and is_no_model_download(flags):
        return
    if program not in ADDRESS_READERS:
        yield from _by_flags(flags, tool, near, scope)
    yield from _by_position(tool_name, tool, positionals, near, scope)
    if tool is None:
        yield from _to_a_variable(positionals, near, scope)
    yield from _by_address(program, words, near, scope)


def _by_flags(
    flags: Sequence[tuple[Word, Word | None]], tool: Tool | None, near: Neighbors, scope: Scope
) -> Iterator[Reference]:
    for flag, value in flags:
        if value is None:
            continue
        key = keys.normal(flag.text)
        own = bool(tool and flag.text in tool.flags)
        if key in ("lora_modules", "enable_lora_modules"):
            value, own = value.after(value.text.find("=") + 1), True
        if key == "model_args":
            yield from _in_arguments(value, near, scope, flag)
        if value.text.startswith("{") and "model" in value.text:
            yield from _in_json(value, near, scope, flag)
        goes_on = bool(GOES_ON.search(key))
        if not own and (not flag.text.startswith("--") or not (keys.stem_of_model_key(key) is not None or goes_on)):
            continue
        if keys.stem_of_model_key(key) is None and not goes_on:
            key = "hf_repo" if key.startswith("hf") else "model"
        for result in expand(value, scope.variables):
            found = _refer(result, key, near, scope, flag.text, flag, bool(tool and tool.loads_any))
            if found:
                yield found


def _in_arguments(value: Word, near: Neighbors, scope: Scope, flag: Word) -> Iterator[Reference]:
    """`--model_args pretrained=org/name,revision=main` of an evaluation."""
    for result in expand(value, scope.variables):
        pairs = dict(part.partition("=")[::2] for part in result.text.split(","))
        inner = near.beside([(name, text) for name, text in pairs.items() if name in ("revision", "dtype")])
        for match in keys.MODEL_ARGUMENT.finditer(result.text):
            part = replace(result.after(match.start(1)), text=match[1])
            found = _refer(part, "pretrained", inner, scope, flag.text, flag)
            if found:
                yield found


def _by_position(
    name: str, tool: Tool | None, positionals: Sequence[Word], near: Neighbors, scope: Scope
) -> Iterator[Reference]:
    if tool is None or not tool.positionals:
        return
    for word in positionals[: tool.positionals]:
        for result in expand(word, scope.variables):
            found = _refer(result, "model", near, scope, name, word, tool.loads_any)
            if found:
                yield found


def _to_a_variable(positionals: Sequence[Word], near: Neighbors, scope: Scope) -> Iterator[Reference]:
    """`ask_for EMBEDDING_MODEL_ID "Which one?" org/name`: a function that sets a variable is given its default."""
    for index, word in enumerate(positionals):
        key = keys.normal(word.text)
        if not _VARIABLE.match(word.text) or keys.stem_of_model_key(key) is None:
            continue
        for value in positionals[index + 1 :]:
            found = _refer(value, key, near, scope, word.text, word)
            if found and found.provider != "local":
                yield found
        return


def _by_address(program: str, words: Sequence[Word], near: Neighbors, scope: Scope) -> Iterator[Reference]:
    """Weights and repositories that are fetched by address, and calls of a hosted API."""
    clones = program == "git" and any(word.text in ("clone", "add") for word in words[1:6])
    fetches = program in ADDRESS_READERS
    for word in words:
        named = decide(word.text, "model", Neighbors()) if word.text.startswith(keys.SCHEMES) else None
        if named:
            yield _complete(named, near, scope, program if word is not words[0] else "hf", word, word)
    for word in words[1:] if clones or fetches else ():
        for result in expand(word, scope.variables):
            bare = result.text
            named = decide(bare, "model", Neighbors()) if "://" in bare else None
            if named and (clones or "/resolve/" in bare or "/raw/" in bare or named.provider == "url"):
                yield _complete(named, near, scope, f"{program}", result, word)
            elif fetches and named is None and bare.startswith(("http://", "https://")):
                yield from _call(bare, result, words, scope, program)


def _call(address: str, at: Word, words: Sequence[Word], scope: Scope, program: str) -> Iterator[Reference]:
    """A request to an API: the model that its body names, else the service alone."""
    provider = classify.provider_of_url(address)
    near = Neighbors().beside([("base_url", address)])
    bodies = [word for word in words if '"model' in word.text]
    if bodies:
        for body in bodies:
            yield from _in_json(body, near, scope, Word(program, at.line, at.column))
    elif provider and provider not in OPEN_WEIGHTS:
        found = service(address, at.place(scope.path), f"{scope.surface}:{program}")
        if found:
            yield found


def _in_json(value: Word, near: Neighbors, scope: Scope, flag: Word) -> Iterator[Reference]:
    for match in _JSON_MODEL.finditer(value.text[:100_000]):
        row = value.text.count("\n", 0, match.start(1))
        column = (
            value.column + match.start(1) if not row else match.start(1) - value.text.rfind("\n", 0, match.start(1))
        )
        inside = Word(match[1], value.line + row, column)
        for result in expand(inside, scope.variables):
            found = _refer(result, "model", near, scope, flag.text, flag)
            if found:
                yield found


def _refer(
    word: Word, key: str, near: Neighbors, scope: Scope, via: str, used: Word | None, any_name: bool = False
) -> Reference | None:
    named = decide(word.text, key, near) or checkpoint(word.text, key)
    if named and named.provider == "local" and (named.name.rstrip("/") in scope.written or _LAID_OUT.search(key)):
        return None
    if named is None and any_name and near.provider and re.fullmatch(r"[\w.+:@/-]{2,200}", word.text):
        named = None if keys.is_stand_in(word.text) else Named(near.provider, word.text)
    return _complete(named, near, scope, via, word, used, keys.stem_of_model_key(key) or "") if named else None


def _complete(
    named: Named, near: Neighbors, scope: Scope, via: str, word: Word, used: Word | None, stem: str = ""
) -> Reference:
    place = word.place(scope.path)
    used_at = Location(scope.path, used.line, used.column) if used and used.line != word.line else None
    return complete(named, near, stem, place, f"{scope.surface}:{via}", used_at)


# --- commands inside commands ---------------------------------------------------------------------------------------


def _script(inline: Word, words: Sequence[Word], scope: Scope, source: Text | None) -> Iterator[Reference]:
    if base(words[0].text).startswith("python"):
        yield from read_python(inline.text, scope, inline.line, inline.column)
        return
    if source and inline.start >= 0 and source.text[inline.start : inline.start + 1] in ("'", '"'):
        yield from read_text(source, scope.inner(), inline.start + 1, inline.end - 1)
    else:
        yield from read_text(Text(inline.text, inline.line, inline.column), scope.inner())


def _heredoc(words: Sequence[Word], source: Text, start: int, end: int, scope: Scope) -> Iterator[Reference]:
    program = base(program_words(words)[0].text) if program_words(words) else ""
    if program.startswith("python"):
        line, _ = source.place(start)
        yield from read_python(source.text[start:end], scope, line)
    elif program in SHELLS:
        yield from read_text(source, scope.inner(), start, end)


def read_python(code: str, scope: Scope, line: int = 1, column: int = 1) -> Iterator[Reference]:
    """Python that stands inside another file, read by Python's own surface; text it cannot parse names nothing."""
    from govscan.discover import python
    from govscan.discover.surface import SourceFile
    from govscan.marked import Malformed

    data = filled(code, scope.variables).encode("utf-8", "replace")
    if not python.NEEDLE.search(data):
        return
    try:
        found = list(python.read(SourceFile(scope.path, data)))
    except (Malformed, SyntaxError):
        return
    for reference in found:
        if "$" in reference.name:  # a variable that nobody set here
            continue
        yield replace(
            reference,
            location=moved(reference.location, line, column),
            used_at=moved(reference.used_at, line, column) if reference.used_at else None,
            via=f"{scope.surface}:python {reference.via.partition(':')[2]}",
        )
