"""A pickle, followed opcode by opcode without building anything: bytes enter, imports and nested pickles leave.

It stops only where the real unpickler stops as well: at bytes that are no opcode, or at the end of the file. Imports
that come before such a place have been made by then, and count.
"""

from __future__ import annotations

import struct

from govscan import limits
from govscan.weights.machine import Machine, Pickle, Strange
from govscan.weights.opcodes import ACTIONS, Stop
from govscan.weights.window import CutOff, Reader, Unread, Window


def read_pickle(window: Window, at: int = 0, most: int | None = None) -> Pickle:
    """Follow the pickle that begins at `at`, for at most so many opcodes."""
    most = limits.PICKLE_OPCODES if most is None else most
    reader = Reader(window, at)
    machine = Machine(reader)
    found = machine.found
    place = at
    try:
        while found.opcodes < most:
            place = reader.at
            code = reader.take(1)[0]
            action = ACTIONS.get(code)
            if action is None:
                raise Strange(f"{code:#04x} is no opcode")
            found.opcodes += 1
            action(machine)
            if len(machine.stack) > limits.PICKLE_STACK or len(found.imports) > limits.PICKLE_IMPORTS:
                raise Strange("it holds more than is followed")
        found.trouble = f"only the first {limits.PICKLE_OPCODES:,} opcodes were followed"
    except Stop:
        found.whole = True
    except CutOff:
        found.trouble = f"it breaks off after byte {place - at:,}"
    except Unread:
        pass  # what was imported before counts, and the window says why it goes on no further
    except (Strange, ValueError, OverflowError, struct.error) as error:
        found.trouble = f"it is broken at byte {place - at:,}: {error}"
    found.end = reader.at
    return found
