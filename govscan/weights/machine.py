"""The stack of an unpickler, run on what is known: texts, numbers, tuples, imported names and calls of them; everything
else is `UNKNOWN`. It forgives what the real one would stop at."""

from __future__ import annotations

import contextlib
import struct
from collections import ChainMap
from collections.abc import Callable, MutableMapping
from typing import Any, Final

from msgspec import Struct, field

from govscan import limits
from govscan.bounded import hit
from govscan.pattern import pattern
from govscan.weights.window import CutOff, Reader

MAX_NAME: Final = 1_024
"""Characters of a text that is kept: what is imported has a shorter name."""

MAX_INSIDE: Final = 20
"""Pickles of arrays of objects inside of each other."""

MAX_ALL: Final = 1 << 62

MAX_ASIDE: Final = 20_000
"""Opcodes that are followed where an array may be none."""
MAX_STACK_ASIDE: Final = 500
MAX_ELSEWISE: Final = 1_000

_NO_NAME: Final = pattern(r"[\s()\[\]{}:;,=\"'<>/\\\x00-\x1f]")
"""What no module or attribute has in its name: a text that happens to begin as an import does."""


class Unknown:
    """A value that nobody follows."""


class Mark:
    """Where a group on the stack begins."""


UNKNOWN: Final = Unknown()
MARK: Final = Mark()


class Name(Struct, frozen=True):
    """An imported name."""

    module: str
    name: str


class Made(Struct):
    """The result of a call: what was called with what, and the state that was given to it later."""

    made_by: Any
    arguments: Any
    state: Any = UNKNOWN


class Pickle(Struct):
    """What one stream asks for. `end` is where it stops, `whole` whether it ends as it should; `trouble` says why not.
    `nested` are texts that are pickles themselves."""

    imports: dict[Name, int] = field(default_factory=dict)
    nested: list[bytes] = field(default_factory=list)
    opcodes: int = 0
    place: int = 0  # of the opcode at hand
    end: int = 0
    whole: bool = False
    trouble: str = ""


class Strange(Exception):  # noqa: N818 - says what was met
    """Bytes that are no opcode, or not what an opcode needs."""


class Machine:
    """`run` follows the opcodes from where the reader of a machine is; `depth` counts the pickles around this one."""

    def __init__(self, reader: Reader, run: Callable[[Machine, int], None], depth: int = 0) -> None:
        self.reader, self.run, self.depth = reader, run, depth
        self.stack: list[Any] = []
        self.memo: MutableMapping[int, Any] = {}
        self.remembered = 0
        self.found = Pickle()
        self.elsewise: list[Pickle] = []

    # --- what is on the stack

    def pop(self) -> Any:
        return self.stack.pop() if self.stack else UNKNOWN

    def top(self) -> Any:
        return self.stack[-1] if self.stack else UNKNOWN

    def group(self) -> list[Any]:
        """What lies above the last mark, which goes as well."""
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index] is MARK:
                above = self.stack[index + 1 :]
                del self.stack[index:]
                return above
        above, self.stack = self.stack, []
        return above

    # --- what opcodes do

    def text(self, value: bytes | str) -> None:
        if isinstance(value, bytes) and looks_like_pickle(value):
            self.nested(value)
        elif isinstance(value, str) and value[:1] == "\x80" and value.isascii() is False:
            self.text_as_bytes(value)
        self.stack.append(value if len(value) <= MAX_NAME else UNKNOWN)

    def text_as_bytes(self, value: str) -> None:
        """Bytes of Python 3 in protocol 2: a text that `_codecs.encode` turns into bytes as latin-1."""
        try:
            data = value.encode("latin-1")
        except UnicodeEncodeError:
            return
        if looks_like_pickle(data):
            self.nested(data)

    def nested(self, data: bytes) -> None:
        """A text that is a pickle itself."""
        if len(self.found.nested) < limits.PICKLES_NESTED:
            self.found.nested.append(data)
        else:
            hit(f"only the first {limits.PICKLES_NESTED} pickles in its texts were followed")

    def counted(self, count: int, decode: str = "") -> None:
        """A text of a given length."""
        if count < 0:
            raise Strange("a text has a negative length")
        if count > limits.PICKLE_TEXT_BYTES:
            head = self.reader.window.read(self.reader.at, 2)
            self.reader.skip(count)
            if looks_like_pickle(head):
                self.found.trouble = f"a text of {count:,} bytes begins as a pickle does, and was not followed"
            self.stack.append(UNKNOWN)
            return
        data = self.reader.take(count)
        self.text(data.decode(decode, "surrogatepass") if decode else data)

    def line(self) -> bytes:
        return self.reader.line(1 << 20)

    def imported(self, module: Any, name: Any) -> None:
        known = isinstance(module, str) and isinstance(name, str)
        if known and not str(name).startswith("extension ") and _NO_NAME.search(f"{module}{name}"):
            raise Strange("what it imports can be the name of nothing")
        found = Name(module, name) if known else Name("?", "?")
        self.found.imports.setdefault(found, self.reader.at)
        self.stack.append(found)

    def call(self, function: Any, arguments: Any) -> None:
        self.stack.append(Made(function, arguments))

    def built(self) -> None:
        state = self.pop()
        made = self.top()
        if isinstance(made, Made):
            made.state = state
            if isinstance(made.made_by, Name) and made.made_by.name == "NumpyArrayWrapper":
                self.array(state)

    def array(self, state: Any) -> None:
        """joblib writes the numbers of an array behind the object that describes it, in the middle of the stream."""
        told = state if isinstance(state, dict) else {}
        shape, aligned = told.get("shape"), told.get("numpy_array_alignment_bytes")
        dtype = told.get("dtype")
        kind = dtype.arguments[0] if isinstance(dtype, Made) and _is_texts(dtype.arguments) else ""
        if kind.startswith("O"):
            self.inside()
            return
        self.otherwise()
        digits = kind[1:]
        if not digits.isdigit() or not isinstance(shape, tuple) or not all(isinstance(one, int) for one in shape):
            raise Strange("an array of unknown size follows")
        size = int(digits)
        for one in shape:
            size *= max(one, 0)
        if isinstance(aligned, int) and not isinstance(aligned, bool):
            self.reader.skip(self.reader.take(1)[0])
        self.reader.skip(size)

    def inside(self) -> None:
        """Objects follow as a pickle of their own: it ends with its own STOP, and this one goes on behind it."""
        if self.depth >= MAX_INSIDE:
            raise Strange("pickles are nested deeper than is followed")
        inner = Machine(self.reader, self.run, self.depth + 1)
        inner.found = self.found
        inner.elsewise = self.elsewise
        self.run(inner, MAX_ALL)

    def otherwise(self) -> None:
        """Only joblib takes the bytes behind a description of an array for numbers: to the plain unpickler they are
        opcodes like all others. What they would be is followed as well, on the side."""
        if self.depth >= MAX_INSIDE or len(self.elsewise) >= MAX_ELSEWISE:
            return
        other = Machine(Reader(self.reader.window, self.reader.at), self.run, MAX_INSIDE)
        other.stack = self.stack[-MAX_STACK_ASIDE:]
        other.memo = ChainMap({}, self.memo)
        other.remembered = self.remembered
        with contextlib.suppress(Strange, CutOff, ValueError, OverflowError, struct.error):
            self.run(other, MAX_ASIDE)
        if other.found.imports:
            self.elsewise.append(other.found)

    def items(self, pairs: list[Any]) -> None:
        target = self.top()
        if isinstance(target, dict) and len(target) < 1_000:
            for key, value in zip(pairs[::2], pairs[1::2], strict=False):
                if isinstance(key, str):
                    target[key] = value

    def put(self, number: int) -> None:
        if len(self.memo) < limits.PICKLE_MEMO:
            self.memo[number] = self.top()
        self.remembered += 1

    def get(self, number: int) -> None:
        self.stack.append(self.memo.get(number, UNKNOWN))


def looks_like_pickle(data: bytes) -> bool:
    """Whether bytes begin as a pickle of protocol 2 to 5 does, or as one of the text protocols that imports at once."""
    if data[:1] == b"\x80":
        return data[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05")
    return data[:1] in (b"c", b"(") and b"\n" in data[:200] and data.rstrip(b"\n \0")[-1:] == b"."


def _is_texts(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) > 0 and isinstance(value[0], str)
