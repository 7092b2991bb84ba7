"""Which Hub is asked, how, and what is remembered of it."""

from __future__ import annotations

from msgspec import Struct

from govscan.resolve.hub_http import Transport
from govscan.resolve.hub_memory import Memory


class Place(Struct, frozen=True):
    """A Hub: its address, the address as it may be shown, how it is asked, and what is remembered of it."""

    endpoint: str
    shown: str
    transport: Transport
    memory: Memory | None
