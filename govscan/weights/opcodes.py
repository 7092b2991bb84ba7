"""What each opcode of the pickle protocols 0 to 5 does to the machine
(https://docs.python.org/3/library/pickletools.html)."""

from __future__ import annotations

import codecs
import struct
import warnings
from collections.abc import Callable
from typing import Any, Final

from govscan.weights.machine import MARK, UNKNOWN, Machine, Strange


class Stop(Exception):  # noqa: N818 - the opcode of that name
    """The end of the stream."""


Action = Callable[[Machine], None]


def _number(form: str) -> Callable[[Machine], int]:
    size = struct.calcsize(form)

    def read(machine: Machine) -> int:
        found: int = struct.unpack(form, machine.reader.take(size))[0]
        return found

    return read


_u1, _u2, _u4, _i4, _u8 = (_number(form) for form in ("<B", "<H", "<I", "<i", "<Q"))


def _decoded_line(machine: Machine) -> str:
    return machine.line().decode("utf-8", "surrogateescape")


def _int_line(machine: Machine) -> int:
    text = machine.line().strip().rstrip(b"L")
    return int(text) if len(text) < 4_000 else 0


def _quoted(machine: Machine) -> None:
    """A text in quotes with escapes, as Python 2 wrote it."""
    line = machine.line().strip()
    inner = line[1:-1] if len(line) >= 2 and line[:1] == line[-1:] and line[:1] in (b"'", b'"') else line
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # escapes that mean nothing, which the unpickler takes as they are
        data = codecs.escape_decode(inner)[0] if b"\\" in inner else inner
    machine.text(data)
    value = machine.pop()
    machine.stack.append(value.decode("latin-1") if isinstance(value, bytes) else value)


def _raw_unicode(machine: Machine) -> None:
    machine.text(machine.line().decode("raw-unicode-escape", "replace"))


def _tuple(count: int) -> Action:
    def make(machine: Machine) -> None:
        machine.stack.append(tuple(reversed([machine.pop() for _ in range(count)])))

    return make


def _push(value: Any) -> Action:
    return lambda machine: machine.stack.append(value)


def _skipping(read: Callable[[Machine], int]) -> Action:
    def make(machine: Machine) -> None:
        read(machine)
        machine.stack.append(UNKNOWN)

    return make


def _long(read: Callable[[Machine], int]) -> Action:
    def make(machine: Machine) -> None:
        count = read(machine)
        if count < 0:
            raise Strange("a number has a negative length")
        if count > 1_000:
            machine.reader.skip(count)
            machine.stack.append(UNKNOWN)
        else:
            machine.stack.append(int.from_bytes(machine.reader.take(count), "little", signed=True))

    return make


def _counted(read: Callable[[Machine], int], decode: str = "") -> Action:
    return lambda machine: machine.counted(read(machine), decode)


def _latin(read: Callable[[Machine], int]) -> Action:
    """SHORT_BINSTRING and BINSTRING: texts of Python 2, which may name what is imported."""

    def make(machine: Machine) -> None:
        machine.counted(read(machine))
        value = machine.pop()
        machine.stack.append(value.decode("latin-1") if isinstance(value, bytes) else value)

    return make


def _stop(machine: Machine) -> None:
    raise Stop


def _extension(read: Callable[[Machine], int]) -> Action:
    def make(machine: Machine) -> None:
        machine.imported("copyreg", f"extension {read(machine)}")

    return make


def _global(machine: Machine) -> None:
    module = _decoded_line(machine)
    machine.imported(module, _decoded_line(machine))


def _stack_global(machine: Machine) -> None:
    name = machine.pop()
    machine.imported(machine.pop(), name)


def _inst(machine: Machine) -> None:
    _global(machine)
    name = machine.pop()
    machine.call(name, tuple(machine.group()))


def _obj(machine: Machine) -> None:
    group = machine.group()
    machine.call(group[0] if group else UNKNOWN, tuple(group[1:]))


def _reduce(machine: Machine) -> None:
    arguments = machine.pop()
    machine.call(machine.pop(), arguments)


def _newobj_ex(machine: Machine) -> None:
    machine.pop()
    _reduce(machine)


def _set_item(machine: Machine) -> None:
    value, key = machine.pop(), machine.pop()
    machine.items([key, value])


def _pop(machine: Machine) -> None:
    machine.pop()


def _pop_group(machine: Machine) -> None:
    machine.group()


def _proto(machine: Machine) -> None:
    _u1(machine)


def _frame(machine: Machine) -> None:
    _u8(machine)


def _float_line(machine: Machine) -> None:
    machine.line()
    machine.stack.append(UNKNOWN)


def _dict(machine: Machine) -> None:
    pairs = machine.group()
    machine.stack.append({})
    machine.items(pairs)


def _frozen_set(machine: Machine) -> None:
    machine.group()
    machine.stack.append(UNKNOWN)


def _person(machine: Machine) -> None:
    machine.pop()
    machine.stack.append(UNKNOWN)


_BY_CODE: Final[dict[bytes, Action]] = {
    b"\x80": _proto,  # PROTO
    b"\x95": _frame,  # FRAME
    b".": _stop,
    b"(": _push(MARK),
    b"0": _pop,
    b"1": _pop_group,
    b"2": lambda machine: machine.stack.append(machine.top()),
    b"N": _push(None),
    b"\x88": _push(True),
    b"\x89": _push(False),
    b"I": lambda machine: machine.stack.append(_int_line(machine)),
    b"L": lambda machine: machine.stack.append(_int_line(machine)),
    b"F": _float_line,
    b"J": lambda machine: machine.stack.append(_i4(machine)),
    b"K": lambda machine: machine.stack.append(_u1(machine)),
    b"M": lambda machine: machine.stack.append(_u2(machine)),
    b"G": _skipping(_u8),
    b"\x8a": _long(_u1),
    b"\x8b": _long(_i4),
    b"S": _quoted,
    b"T": _latin(_i4),
    b"U": _latin(_u1),
    b"B": _counted(_u4),
    b"C": _counted(_u1),
    b"\x8e": _counted(_u8),
    b"\x96": _counted(_u8),
    b"V": _raw_unicode,
    b"X": _counted(_u4, "utf-8"),
    b"\x8c": _counted(_u1, "utf-8"),
    b"\x8d": _counted(_u8, "utf-8"),
    b"\x97": lambda machine: machine.stack.append(UNKNOWN),  # NEXT_BUFFER
    b"\x98": lambda machine: None,  # READONLY_BUFFER
    b")": _push(()),
    b"t": lambda machine: machine.stack.append(tuple(machine.group())),
    b"\x85": _tuple(1),
    b"\x86": _tuple(2),
    b"\x87": _tuple(3),
    b"]": lambda machine: machine.stack.append([]),
    b"l": lambda machine: machine.stack.append(machine.group()),
    b"a": _pop,
    b"e": _pop_group,
    b"}": lambda machine: machine.stack.append({}),
    b"d": _dict,
    b"s": _set_item,
    b"u": lambda machine: machine.items(machine.group()),
    b"\x8f": lambda machine: machine.stack.append(UNKNOWN),  # EMPTY_SET
    b"\x90": _pop_group,
    b"\x91": _frozen_set,
    b"g": lambda machine: machine.get(_int_line(machine)),
    b"h": lambda machine: machine.get(_u1(machine)),
    b"j": lambda machine: machine.get(_u4(machine)),
    b"p": lambda machine: machine.put(_int_line(machine)),
    b"q": lambda machine: machine.put(_u1(machine)),
    b"r": lambda machine: machine.put(_u4(machine)),
    b"\x94": lambda machine: machine.put(machine.remembered),
    b"c": _global,
    b"\x93": _stack_global,
    b"\x82": _extension(_u1),
    b"\x83": _extension(_u2),
    b"\x84": _extension(_i4),
    b"R": _reduce,
    b"b": lambda machine: machine.built(),
    b"i": _inst,
    b"o": _obj,
    b"\x81": _reduce,  # NEWOBJ
    b"\x92": _newobj_ex,
    b"P": _float_line,
    b"Q": _person,
}
ACTIONS: Final = {code[0]: action for code, action in _BY_CODE.items()}
