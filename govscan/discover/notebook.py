"""A Jupyter notebook enters, the references of its Python cells leave. Lines are those of the .ipynb file.

All cells are read as one module, since names of one cell are used in the next. What only IPython understands
(magics, shell lines, help) is replaced by nothing, line by line. Outputs and prose are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.discover.python import NEEDLE as NEEDLE
from govscan.discover.python import read_source
from govscan.discover.python_repair import parse
from govscan.discover.surface import SourceFile
from govscan.discover.words import MAX_VALUES, Variables, Word
from govscan.marked import Malformed, Node, parse_json
from govscan.pattern import pattern
from govscan.reference import Location, Reference

_IPYTHON_LINE: Final = pattern(r"(\s*)(?:[!%?]|[\w.]+\?{1,2}\s*$)")
_CAPTURED: Final = pattern(r"(\s*[A-Za-z_][\w, ]{0,100}=\s*)[!%]")
_SET: Final = pattern(r"\s*%(?:set_)?env[ \t]+([A-Za-z_]\w{0,100}+)(?:[ \t]*+=|[ \t])[ \t]*+(\S.{0,300})$")
_TIMED: Final = pattern(r"(\s*)%(?:time|timeit|prun|memit|capture)[ \t]+(?=[A-Za-z_])")
_RUN: Final = pattern(r"\s*%run[ \t]+")
_ASSIGNED: Final = pattern(r"[ \t]*([A-Za-z_]\w{0,100})[ \t]*=[ \t]*([\"'])([^\"'\n]{1,300})\2[ \t]*(?:#.*)?$")
_FILLED: Final = pattern(r"(?<!\$)\{([A-Za-z_]\w{0,100})\}")
_FILE_CELL_MAGICS: Final = frozenset({"%%writefile", "%%file"})
_SHELL_LINE: Final = pattern(r"\s*(?:[A-Za-z_][\w, ]{0,100}=\s*)?(?:!{1,2}|%sx |%system )")
_SHELL_CELL_MAGICS: Final = frozenset({"%%bash", "%%sh", "%%script"})
_PYTHON_CELL_MAGICS: Final = frozenset(
    {"%%time", "%%timeit", "%%capture", "%%prun", "%%memit", "%%python", "%%python3"}
)


class _Line(Struct, frozen=True):
    """One line of a cell as it stands in the file: `column` is where its text begins, behind the quote."""

    text: str
    line: int
    column: int


def read(file: SourceFile) -> Iterator[Reference]:
    """The references in a notebook.

    Raises:
        govscan.marked.Malformed: not JSON, or not a notebook.
        SyntaxError: a cell is not Python 3; the references of the other cells are given before it is raised.
    """
    root = parse_json(file.text)
    if root.kind != "map":
        raise Malformed("a notebook must be a JSON object", root.line, root.column)
    if not _speaks_python(root):
        return
    lines: list[_Line] = []
    trouble: SyntaxError | None = None
    cells = [_lines(source) for source in _code_cells(root)]
    known = _assigned(cells)
    for written in cells:
        yield from _commands(written, file.path, known)
        yield from _variables(written, file.path)
        yield from _file(written, file.path)
        cell = _plain_python(written)
        mended, broken = _mended(cell)
        lines.extend(mended)
        if broken is not None and trouble is None:
            at = cell[min((broken.lineno or 1), len(cell)) - 1]
            trouble = SyntaxError(f"notebook cell: {broken.msg}", (file.path, at.line, at.column, None))
    text = "\n".join(line.text for line in lines)
    for reference in read_source(text, file.path):
        used_at = _raw(reference.used_at, lines) if reference.used_at else None
        location = _raw(reference.location, lines)
        yield replace(
            reference,
            location=location,
            used_at=used_at if used_at and used_at.line != location.line else None,
            via=reference.via.replace("python:", "notebook:", 1),
            exposures=tuple(replace(each, place=_raw(each.place, lines)) for each in reference.exposures),
        )
    if trouble is not None:
        raise trouble


def _speaks_python(root: Node) -> bool:
    """Whether the kernel is Python; a notebook that does not say is taken for one."""
    metadata = root.get("metadata")
    if metadata is None:
        return True
    for outer, inner in (("language_info", "name"), ("kernelspec", "language")):
        holder = metadata.get(outer)
        name = holder.get(inner) if holder is not None else None
        if name is not None and name.text:
            return name.text.lower() in ("python", "python3", "ipython")
    return True


def _code_cells(root: Node) -> Iterator[Node]:
    holders = [root, *(sheet.entries if (sheet := root.get("worksheets")) is not None else ())]
    for holder in holders:
        cells = holder.get("cells")
        for cell in cells.entries if cells is not None else ():
            kind = cell.get("cell_type")
            source = cell.get("source") or cell.get("input")
            if kind is not None and kind.text == "code" and source is not None:
                yield source


def _lines(source: Node) -> list[_Line]:
    """The lines of a cell. A source is one string, or a list of strings that need not end where lines end."""
    lines: list[_Line] = []
    open_line = False
    for part in source.entries if source.kind == "list" else (source,):
        text = part.text
        if text is None:
            continue
        column = part.column + 1
        for piece in text.splitlines(keepends=True):
            body = piece.rstrip("\r\n")
            if open_line:
                lines[-1] = replace(lines[-1], text=lines[-1].text + body)
            else:
                lines.append(_Line(body, part.line, column))
            open_line = body == piece
            column += len(json.dumps(piece, ensure_ascii=False)) - 2
    return lines


def _plain_python(lines: list[_Line]) -> list[_Line]:
    first = next((line.text for line in lines if line.text.strip()), "")
    if first.startswith("%%"):
        words = first.split()
        python_file = words[0] in _FILE_CELL_MAGICS and words[-1].endswith(".py")
        if words[0] not in _PYTHON_CELL_MAGICS and not python_file:
            return []
    found = []
    continued = False
    for line in lines:
        timed = _TIMED.match(line.text)
        if timed and not continued:  # %time statement
            shift = timed.end() - len(timed[1])
            line = replace(line, text=timed[1] + line.text[timed.end() :], column=line.column + shift)
        found.append(replace(line, text="" if continued else _without_magic(line.text)))
        ipython = continued or found[-1].text != line.text
        continued = ipython and line.text.rstrip().endswith("\\")
    return found


def _assigned(cells: list[list[_Line]]) -> Variables:
    """The plain texts that Python names hold, which IPython fills into shell lines as `$name` and `{name}`."""
    found: Variables = {}
    for line in (line for cell in cells for line in cell if "=" in line.text):
        match = _ASSIGNED.match(line.text)
        if match:
            word = Word(match[3], line.line, line.column + match.start(3))
            found[match[1]] = (*found.get(match[1], ()), word)[:MAX_VALUES]
    return found


def _commands(lines: list[_Line], path: str, known: Variables) -> Iterator[Reference]:
    """What the shell lines of a cell name: `!cmd`, `%sx cmd`, and cells under %%bash."""
    first = lines[0].text.split() if lines else []
    whole = bool(first) and first[0] in _SHELL_CELL_MAGICS
    number = 0
    while number < len(lines):
        line = lines[number]
        found = _SHELL_LINE.match(line.text) or _RUN.match(line.text)
        shift = found.end() if found else 0
        number += 1
        if not found and not (whole and number > 1):
            continue
        text = line.text[shift:]
        while text.rstrip().endswith("\\") and number < len(lines):
            text += "\n" + lines[number].text
            number += 1
        from govscan.discover.shell import read_command

        text = _FILLED.sub(lambda use: f"${{{use[1]}}}" if use[1] in known else use[0], text)
        yield from read_command(text, path, line.line, line.column + shift, "notebook", known)


def _variables(lines: list[_Line], path: str) -> Iterator[Reference]:
    """`%env NAME=value`, `%env NAME value`, `%set_env NAME=value`."""
    for line in lines:
        found = _SET.match(line.text)
        if found and not found[2].startswith(("$", "{")):
            from govscan.discover.env import Setting, read_settings

            place = Location(path, line.line, line.column + found.start(2))
            yield from read_settings([Setting(found[1], found[2].strip().strip("\"'"), place)], "notebook:")


def _file(lines: list[_Line], path: str) -> Iterator[Reference]:
    """What a cell under %%writefile says, read as the file that it becomes; Python is read with the other cells."""
    number = next((number for number, line in enumerate(lines) if line.text.strip()), len(lines))
    words = lines[number].text.split() if number < len(lines) else []
    if not words or words[0] not in _FILE_CELL_MAGICS or words[-1].endswith(".py"):
        return
    from govscan.discover import embedded

    body = lines[number + 1 :]

    def moved(place: Location) -> Location:
        at = body[min(place.line, len(body)) - 1]
        before = at.text[: place.column - 1]
        return Location(path, at.line, at.column + len(json.dumps(before, ensure_ascii=False)) - 2)

    if body:
        yield from embedded.read(words[-1].strip("\"'"), "\n".join(line.text for line in body), "notebook", 0, moved)


def _without_magic(text: str) -> str:
    special = _IPYTHON_LINE.match(text)
    if special:
        return f"{special[1]}pass"
    captured = _CAPTURED.match(text)
    return f"{captured[1]}None" if captured else text


def _mended(cell: list[_Line]) -> tuple[list[_Line], SyntaxError | None]:
    """The lines of a cell without those that do not parse, none of them where too many do not; and the first error."""
    try:
        _, text, error = parse("\n".join(line.text for line in cell))
    except SyntaxError as trouble:
        return [], trouble
    if error is None:
        return cell, None
    return [replace(line, text=new) for line, new in zip(cell, text.split("\n"), strict=True)], error


def _raw(place: Location, lines: list[_Line]) -> Location:
    """Where a place of the joined source stands in the file. Escapes in front of it on its line are counted."""
    line = lines[min(place.line, len(lines)) - 1]
    before = line.text[: place.column - 1]
    return Location(place.path, line.line, line.column + len(json.dumps(before, ensure_ascii=False)) - 2)
