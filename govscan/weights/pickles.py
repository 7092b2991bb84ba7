"""A pickle, followed opcode by opcode without building anything: bytes enter, imports and nested pickles leave.

It stops only where the real unpickler stops as well: at bytes that are no opcode, or at the end of the file. Imports
that come before such a place have been made by then, and count.
"""

from __future__ import annotations

import struct

from govscan import limits
from govscan.evidence import Danger
from govscan.weights.machine import Machine, Pickle, Strange
from govscan.weights.names import meaning
from govscan.weights.opcodes import ACTIONS, Stop
from govscan.weights.window import CutOff, Reader, Unread, Window


def read_pickle(window: Window, at: int = 0, most: int | None = None) -> Pickle:
    """Follow the pickle that begins at `at`, for at most so many opcodes."""
    most = limits.PICKLE_OPCODES if most is None else most
    reader = Reader(window, at)
    machine = Machine(reader, _run)
    found = machine.found
    try:
        _run(machine, most)
        found.whole = not found.trouble
    except Unread:
        pass  # what was imported before counts, and the window says why it goes on no further
    except CutOff:
        found.trouble = f"it breaks off after byte {found.place - at:,}"
    except (Strange, ValueError, OverflowError, struct.error) as error:
        found.trouble = f"it is broken at byte {found.place - at:,}: {error}"
    found.end = reader.at
    for other in machine.elsewise:
        if any(name.module != "?" and meaning(name.module, name.name) is Danger.DANGEROUS for name in other.imports):
            found.imports |= other.imports  # numbers that look like imports by chance are not of this kind
    return found


def _run(machine: Machine, limit: int) -> None:
    """Follow opcodes up to the one that stops, or to the limit, which becomes a trouble."""
    reader, found = machine.reader, machine.found
    stop = min(found.opcodes + limit, limits.PICKLE_OPCODES)
    while found.opcodes < stop:
        found.place = reader.at
        code = reader.take(1)[0]
        action = ACTIONS.get(code)
        if action is None:
            raise Strange(f"{code:#04x} is no opcode")
        found.opcodes += 1
        try:
            action(machine)
        except Stop:
            return
        if len(machine.stack) > limits.PICKLE_STACK or len(found.imports) > limits.PICKLE_IMPORTS:
            raise Strange("it holds more than is followed")
    found.trouble = f"only the first {limits.PICKLE_OPCODES:,} opcodes were followed"
