"""Models in command lines: flags of servers and tools, downloads, clones. Shared by shell, container, structured
and kubernetes; the words come in with their places, references go out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from msgspec.structs import replace

from govscan import limits
from govscan.bounded import hit
from govscan.discover import classify, embedded, keys
from govscan.discover.arguments import arguments, assignments, base, inline_script, program_words, tool_of
from govscan.discover.command_flags import by_flags
from govscan.discover.command_requests import by_address, by_body, in_json, is_body
from govscan.discover.command_words import GOES_ON, Scope, refer_word, unknown_word
from govscan.discover.neighbors import Neighbors
from govscan.discover.tools import ADDRESS_READERS, SHELLS, SILENT, Tool
from govscan.discover.words import Text, Word, default_name, expand, filled, split
from govscan.pattern import pattern
from govscan.reference import Location, Reference

_OVERRIDE = pattern(r"[+~]{0,2}([A-Za-z_][\w.]{2,120})=(?=[^=\s])")
_ALL_CAPITALS = pattern(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_SOME_PROGRAM = "..."
_WRITES = pattern(r"(?:^|_)(?:local_dir|output|out|save|saved|target|dst|dest|destination|export)(?:_|\Z)")


def read_text(source: Text, scope: Scope, start: int = 0, end: int | None = None) -> Iterator[Reference]:
    """The references of a piece of shell text: first what its commands load, which says more of a literal than the
    variable it went through, then what it assigns."""
    commands = list(split(source, start, end, scope.backslash))
    settings = []
    assigned = [pair for command in commands for pair in assignments(command.words)]
    for name, values in assigned:
        flat = tuple(result for value in values for result in expand(value, scope.variables))
        known = scope.variables.get(name, ())
        scope.variables[name] = tuple(dict.fromkeys((*known, *flat)))[:500]
        if len(flat) == 1:
            settings.append((name, flat[0].text))
    if settings:
        scope.near = scope.near.beside(settings)
    scope.written |= {text for command in commands for text in _written(command.words, scope)}
    for command in commands:
        yield from read_words(command.words, scope, source)
        for start_body, end_body in command.heredocs:
            yield from _heredoc(command.words, source, start_body, end_body, scope)
    for name, values in assigned:
        yield from _assigned(name, values, source, scope)


def _written(words: Sequence[Word], scope: Scope) -> Iterator[str]:
    """The folders and files that a command writes to, as far as its flags say so."""
    for flag, value in arguments(words[1:])[0]:
        if value is not None and _WRITES.search(keys.normal(flag.text)):
            yield from (result.text.rstrip("/") for result in expand(value, scope.variables))


def _assigned(name: str, values: tuple[Word, ...], source: Text | None, scope: Scope) -> Iterator[Reference]:
    """A variable that names a model by its own name, or that holds a piece of a command line."""
    key = keys.normal(name)
    named = keys.stem_of_model_key(key) is not None or bool(GOES_ON.search(key))
    for value in _listed(values) if key.endswith("s") else values:
        command = source and value.start >= 0 and re.search(r"(?:^|\s)--?[a-z]", value.text)
        if source and command and not _too_deep(scope.depth + 1):
            yield from _fragment(value, source, scope)
        elif is_body(value.text):
            yield from in_json(value, scope.near, scope, Word(name, value.line, value.column))
        elif named:
            for result in expand(value, scope.variables):
                if default_name(value.text) in scope.variables.keys() - {name}:
                    continue  # told where the other variable is set
                found = refer_word(result, key, scope.near, scope, name, None)
                if found:
                    yield found


def _listed(values: Sequence[Word]) -> Iterator[Word]:
    """The words of each value that consists of ids of a hub (`models="org/one org/two"`)."""
    for value in values:
        parts = list(re.finditer(r"\S+", value.text))
        if len(parts) > 1 and all(classify.is_hub_id(part[0]) for part in parts):
            yield from (replace(value.after(part.start()), text=part[0]) for part in parts)
        else:
            yield value


def _fragment(value: Word, source: Text, scope: Scope) -> Iterator[Reference]:
    raw = source.text[value.start : value.end]
    opening = re.match(r"[\w$:+?]*=?\s*[\"']", raw)
    if opening and len(raw) > 2:
        start, end = value.start + opening.end(), value.end - 1
        for command in split(source, start, end, scope.backslash):
            yield from read_words(_with_a_program(command.words), scope.inner(), source)


def _with_a_program(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a command, with a name in front where its program stands elsewhere."""
    alone = bool(words) and words[0].text.startswith("-")
    return [replace(words[0], text=_SOME_PROGRAM), *words] if alone else words


def _handed_on(flags: Sequence[tuple[Word, Word | None]], scope: Scope) -> Iterator[Reference]:
    """What another program is started with (`--args "--port 8080 --model-id org/name"`)."""
    for flag, value in flags:
        handed = value is not None and flag.text.endswith("args") and " --" in f" {value.text}"
        if value is None or not handed or _too_deep(scope.depth + 1):
            continue
        for command in split(Text(value.text, value.line, value.column), backslash=scope.backslash):
            words = _with_a_program(command.words)
            if words is not command.words:
                yield from read_words(words, scope.inner())


def _too_deep(depth: int) -> bool:
    if depth > limits.COMMAND_DEPTH:
        hit(f"more than {limits.COMMAND_DEPTH} commands inside of each other, deeper ones are not read")
    return depth > limits.COMMAND_DEPTH


def read_words(words: Sequence[Word], scope: Scope, source: Text | None = None) -> Iterator[Reference]:
    """The references of one command, given as words."""
    words = program_words(words)
    if not words or _too_deep(scope.depth):
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
        [(flag.text, value.text if value else "true") for flag, value in flags if _is_setting(flag.text, value)],
        tool.provider if tool else None,
    )
    if tool and tool.router:
        near = replace(near, router=True)
    if tool and tool.verbs and _is_no_model_download(flags):
        return
    served = [value for flag, value in flags if value and keys.normal(flag.text) in ("model", "model_path", "model_id")]
    for word in (*served, *(positionals if tool and tool.positionals else ()))[:1]:
        near = near.beside([("base_model", result.text) for result in expand(word, scope.variables)[:1]])
    if program not in ADDRESS_READERS:
        yield from by_flags(flags, tool, near, scope)
        yield from _handed_on(flags, scope)
    yield from _by_position(tool_name, tool, positionals, near, scope)
    if tool is None:
        yield from _to_a_variable(positionals, near, scope)
    yield from _overrides(positionals, near, scope)
    yield from by_address(program, words, near, scope)
    if program not in ADDRESS_READERS:
        yield from by_body(words, scope)


def _is_setting(flag: str, value: Word | None) -> bool:
    found = keys.setting_of(keys.normal(flag))
    if found is None or found[0] == "task":
        return False
    return found[0] not in ("endpoint", "provider") or bool(value and flag not in ("--host", "--type", "--platform"))


def _is_no_model_download(flags: Sequence[tuple[Word, Word | None]]) -> bool:
    return any(
        keys.normal(flag.text) in ("repo_type", "dataset") and (value is None or value.text != "model")
        for flag, value in flags
    )


def _by_position(
    name: str, tool: Tool | None, positionals: Sequence[Word], near: Neighbors, scope: Scope
) -> Iterator[Reference]:
    if tool is None or not tool.positionals:
        return
    for word in positionals[: tool.positionals]:
        for result in expand(word, scope.variables):
            found = refer_word(result, "model", near, scope, name, word, tool.loads_any)
            found = found or unknown_word(result, near, scope, name, word)
            if found:
                yield found


def _overrides(positionals: Sequence[Word], near: Neighbors, scope: Scope) -> Iterator[Reference]:
    """`actor.model.path=org/name`, `+model=org/name`: settings that a program is given as Hydra takes them."""
    for word in positionals:
        override = _OVERRIDE.match(word.text)
        key = keys.normal(".".join(override[1].split(".")[-2:])) if override else ""
        if override and keys.stem_of_model_key(key) is not None:
            for result in expand(word.after(override.end()), scope.variables):
                found = refer_word(result, key, near, scope, override[1], word)
                if found:
                    yield found


def _to_a_variable(positionals: Sequence[Word], near: Neighbors, scope: Scope) -> Iterator[Reference]:
    """`ask_for EMBEDDING_MODEL_ID "Which one?" org/name`: a function that sets a variable is given its default."""
    for index, word in enumerate(positionals):
        key = keys.normal(word.text)
        if not _ALL_CAPITALS.match(word.text) or keys.stem_of_model_key(key) is None:
            continue
        for value in positionals[index + 1 :]:
            found = refer_word(value, key, near, scope, word.text, word)
            if found and found.provider != "local":
                yield found
        return


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
    target = words[-1].text if len(words) > 1 and program in ("cat", "tee") else ""
    if target and embedded.is_file_name(target):
        line, column = source.place(start)
        body = Text(filled(source.text[start:end], scope.variables), line, column, source.flat)
        yield from embedded.read_text(target, body, scope.path, scope.surface, scope.depth)
    elif program.startswith("python"):
        line, _ = source.place(start)
        yield from read_python(source.text[start:end], scope, line)
    elif program in SHELLS or program == "read":  # `read -d '' arguments <<EOF`, started further down
        yield from read_text(source, scope.inner(), start, end)


def read_python(code: str, scope: Scope, line: int = 1, column: int = 1) -> Iterator[Reference]:
    """Python that stands inside another file, read by Python's own surface; text it cannot parse names nothing."""
    from govscan.discover import python
    from govscan.discover.surface import SourceFile
    from govscan.marked import Malformed

    data = filled(code, scope.variables).encode("utf-8", "replace")
    if not python.NEEDLE.search(data):
        return
    found: list[Reference] = []
    with suppress(SyntaxError, Malformed):
        found.extend(python.read(SourceFile(scope.path, data)))
    for reference in found:
        if "$" in reference.name:  # a variable that nobody set here
            continue
        yield replace(
            reference,
            location=_moved(reference.location, line, column),
            used_at=_moved(reference.used_at, line, column) if reference.used_at else None,
            via=f"{scope.surface}:python {reference.via.partition(':')[2]}",
            exposures=tuple(replace(each, place=_moved(each.place, line, column)) for each in reference.exposures),
        )


def _moved(place: Location, line: int, column: int) -> Location:
    return Location(place.path, place.line + line - 1, place.column + (column if place.line == 1 else 0))


def once(references: Iterable[Reference]) -> Iterator[Reference]:
    """Each place and name a single time: a literal may be reached through a variable and through its use, and what
    comes first has looked closer."""
    seen = set()
    for reference in references:
        key = (reference.location, reference.name)
        if key not in seen:
            seen.add(key)
            yield reference
