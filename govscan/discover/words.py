"""Command lines as words with their places.

A tolerant reading of what bash, make, PowerShell and cmd.exe share: quotes, continuation lines, comments, the
operators that end a command, arrays and here-documents. Nothing is executed; what is not understood stays text.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from govscan import limits
from govscan.bounded import hit
from govscan.pattern import pattern
from govscan.reference import Location

MAX_VALUES = 500  # of one variable

_PIECE = pattern(
    r"(?P<bare>[^\s'\"\\;&|()<>`$]+)"  # most pieces are one
    r"|(?P<space>[ \t\r\f\v]+)"
    r"|(?P<continued>\\\r?\n)"
    r"|(?P<newline>\n)"
    r"|(?P<heredoc><<-?[ \t]*(?P<quote>['\"]?)(?P<tag>[A-Za-z_]\w{0,60})(?P=quote))"
    r"|(?P<variable>\$\{[^}\n]{0,300}\}|\$\([A-Za-z_]\w{0,80}\)|\$\{\{[^}\n]{0,300}\}\})"
    r"|(?P<single>'[^']*')"
    r'|(?P<double>"(?:[^"\\]++|\\.)*+")'
    r"|(?P<escape>\\.)"
    r"|(?P<operator>\$\(|[;&|()`]+|[<>]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_ARRAY = pattern(r"(?:@|(?<!\w)[A-Za-z_]\w*+\+?=)\Z")


class Word(Struct, frozen=True):
    """One word of a command, quotes taken off, and where it starts. `start` and `end` are its offsets in the text
    that was split, quotes included; -1 where it comes from elsewhere (a list of a YAML file)."""

    text: str
    line: int
    column: int
    start: int = -1
    end: int = -1

    def place(self, path: str) -> Location:
        return Location(path, self.line, self.column)

    def after(self, count: int) -> Word:
        """The word without its first `count` characters."""
        return Word(self.text[count:], self.line, self.column + count, self.start, self.end)


class Command(Struct):
    """The words of one simple command, and the bodies of the here-documents it reads, each as its offsets."""

    words: list[Word] = field(default_factory=list)
    heredocs: list[tuple[int, int]] = field(default_factory=list)


class Text:
    """A text with the places of its offsets; `line` and `column` are those of its first character. A `flat` one is
    written on one line of its file, whatever lines it has itself ("a\\nb")."""

    def __init__(self, text: str, line: int = 1, column: int = 1, flat: bool = False) -> None:
        self.text, self.line, self.column, self.flat = text, line, column, flat
        self._starts = [0, *(match.end() for match in re.finditer(r"\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        if self.flat:
            return self.line, self.column
        row = bisect.bisect_right(self._starts, offset) - 1
        return self.line + row, offset - self._starts[row] + (self.column if row == 0 else 1)


def split(source: Text, start: int = 0, end: int | None = None, backslash: bool = True) -> Iterator[Command]:
    """The commands of `source` between two offsets.

    Args:
        backslash: whether a backslash quotes the next character; PowerShell and cmd.exe write paths with it.
    """
    return _Splitter(source, start, len(source.text) if end is None else end, backslash).commands()


class _Splitter:
    def __init__(self, source: Text, start: int, end: int, backslash: bool) -> None:
        self.source, self.at, self.end, self.backslash = source, start, end, backslash
        self.command = Command()
        self.pieces: list[str] = []
        self.word_start = -1
        self.in_array = False
        self.tags: list[tuple[str, Command]] = []
        self.count = 0
        self.heredocs = 0

    def commands(self) -> Iterator[Command]:
        text = self.source.text
        while self.at < self.end and self.count < limits.COMMAND_WORDS:
            match = _PIECE.match(text, self.at, self.end)
            if match is None:
                break
            kind, piece, begin = str(match.lastgroup), match.group(), self.at
            if kind in ("tag", "quote"):
                kind = "heredoc"
            self.at = match.end()
            if kind == "bare" and piece[0] == "#" and self.word_start < 0:
                stop = text.find("\n", begin, self.end)
                self.at = self.end if stop < 0 else stop
            elif kind in ("newline", "operator"):
                if self.boundary(kind, piece):
                    yield from self.flush()
                if kind == "newline":
                    self.skip_heredocs()
            elif kind == "heredoc":
                self.finish_word(begin)
                self.heredocs += 1
                if self.heredocs <= limits.COMMAND_HEREDOCS:
                    self.tags.append((match["tag"], self.command))
                else:
                    hit(f"more than {limits.COMMAND_HEREDOCS} here-documents, further ones are read as commands")
            else:
                self.extend(kind, piece, begin)
        if self.count >= limits.COMMAND_WORDS and self.at < self.end:
            hit(f"commands of more than {limits.COMMAND_WORDS:,} words, the rest is not read")
        self.finish_word(self.at)
        yield from self.flush()

    def extend(self, kind: str, piece: str, begin: int) -> None:
        """Add a piece to the word under way, or end the word at a space or a continued line."""
        broken = kind == "continued" or (kind == "bare" and piece in ("^", "`") and self.at_line_end())
        if kind == "space" or broken:
            self.finish_word(begin)
            return
        if self.word_start < 0:
            self.word_start = begin
        if kind == "single":
            piece = piece[1:-1]
        elif kind == "double":
            piece = re.sub(r'\\([\\"`\n])', r"\1", piece[1:-1]) if self.backslash else piece[1:-1]
        elif kind == "escape" and self.backslash:
            piece = piece[1:]
        if kind == "bare" and self.in_array and piece.endswith(","):  # PowerShell separates entries with commas
            piece = piece[:-1]
        self.pieces.append(piece)

    def at_line_end(self) -> bool:
        if self.source.text[self.at : self.at + 1] == "\n":
            self.at += 1
            return True
        return False

    def boundary(self, kind: str, piece: str) -> bool:
        """Whether the command ends here; inside an array only its closing parenthesis ends it."""
        opened = self.word_start >= 0 and piece.startswith("(") and bool(_ARRAY.search("".join(self.pieces)))
        self.finish_word(self.at - len(piece))
        if opened:
            self.in_array = ")" not in piece
            return not self.in_array
        if piece == "`" and self.at_line_end():  # PowerShell's continuation
            return False
        if self.in_array:
            if ")" not in piece:
                return False
            self.in_array = False
            return True
        return not (kind == "operator" and piece[0] in "<>")

    def finish_word(self, end: int) -> None:
        if self.word_start < 0:
            return
        text = "".join(self.pieces)
        line, column = self.source.place(self.word_start)
        if text:
            self.command.words.append(Word(text, line, column, self.word_start, end))
            self.count += 1
        self.pieces, self.word_start = [], -1

    def flush(self) -> Iterator[Command]:
        if self.command.words:
            waiting = any(owner is self.command for _, owner in self.tags)
            if waiting:
                self.skip_heredocs()
            yield self.command
        self.command = Command()

    def skip_heredocs(self) -> None:
        text = self.source.text
        for tag, owner in self.tags:
            body = text.find("\n", self.at - 1, self.end) + 1 if text[self.at - 1 : self.at] != "\n" else self.at
            closing = re.compile(rf"^[ \t]*{re.escape(tag)}[ \t]*$", re.MULTILINE).search(text, body, self.end)
            if not body or closing is None:
                continue
            owner.heredocs.append((body, closing.start()))
            self.at = closing.end()
        self.tags = []


_USE = pattern(
    r"\$\{(?P<braced>[A-Za-z_]\w*+|\d)(?:\[[^\]}\n]{1,80}\])?+(?::?[-=](?P<fallback>[^}]{0,2000}+)|[^}]{0,2000}+)\}"
    r"|\$\((?P<made>[A-Za-z_]\w*)\)|\$env:(?P<env>\w+)|\$(?P<plain>[A-Za-z_]\w*)|%(?P<batch>[A-Za-z_]\w*+)%"
)

Variables = dict[str, tuple[Word, ...]]


def expand(word: Word, variables: Variables) -> list[Word]:
    """The word with its variables replaced: one result for each value of the first variable that has several. The
    place is that of the literal where a single variable made the word, else that of the word. A variable nobody
    set stays as written."""
    if "$" not in word.text and "%" not in word.text:
        return [word]
    uses = list(_USE.finditer(word.text))
    if not uses or len(uses) > 20:
        return [word]
    choices = [_values(use, word, variables) for use in uses]
    many = next((index for index, values in enumerate(choices) if len(values) > 1), 0)
    results = []
    for value in choices[many][:MAX_VALUES]:
        picked = [value if index == many else values[0] for index, values in enumerate(choices)]
        text, last = "", 0
        for use, part in zip(uses, picked, strict=True):
            text += word.text[last : use.start()] + part.text
            last = use.end()
        text += word.text[last:]
        at = value if len(uses) == 1 else word
        if len(text) <= 2000:
            results.append(Word(text, at.line, at.column, word.start, word.end))
    return results


def filled(code: str, variables: Variables) -> str:
    """A program with the variables of the shell around it replaced, where each has one plain value."""

    def value_of(use: re.Match[str]) -> str:
        name = next(part for part in use.group("braced", "made", "env", "plain", "batch") if part)
        values = variables.get(name, ())
        return values[0].text if len(values) == 1 and re.fullmatch(r"[\w./:@-]{1,200}", values[0].text) else use.group()

    return _USE.sub(value_of, code) if "$" in code else code


_PARAMETER: Final = pattern(r"\$\{?\d+\}?\Z")


def _values(use: re.Match[str], word: Word, variables: Variables) -> tuple[Word, ...]:
    name = next(part for part in use.group("braced", "made", "env", "plain", "batch") if part)
    known = variables.get(name)
    if known and (use["fallback"] is None or not all(_PARAMETER.match(each.text) for each in known)):
        return known
    if use["fallback"] is not None:
        fallback = use["fallback"]
        quoted = len(fallback) > 1 and fallback[0] in "\"'" and fallback[-1] == fallback[0]
        at = word.column + use.start("fallback") + quoted
        return (Word(fallback[1:-1] if quoted else fallback, word.line, at),)
    return (Word(use.group(), word.line, word.column),)


def default_name(text: str) -> str:
    """The variable that a text consists of (`${CHAT_MODEL:-gpt-4o}` -> `CHAT_MODEL`), else an empty text."""
    use = _USE.fullmatch(text.strip())
    return next((part for part in use.group("braced", "made", "env", "plain", "batch") if part), "") if use else ""
