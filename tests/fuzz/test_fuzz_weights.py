"""A short run of the mutations; `make fuzz` has the long one."""

from __future__ import annotations

import random

from mutate import SLOW, fuzz, mutated

from govscan.weights import examine
from govscan.weights.window import BytesWindow


def test_two_seconds_of_mutations() -> None:
    runs, longest = fuzz(2.0, seed=random.randrange(1 << 30))
    assert runs > 50
    assert longest < SLOW


def test_a_defect_of_the_reader_is_no_pass(monkeypatch) -> None:
    def broken(*_: object) -> str:
        raise KeyError("defect")

    monkeypatch.setattr("govscan.weights.visit.Visit.look", broken)
    found = examine(BytesWindow(mutated(random.Random(1))), "m.pt")
    assert found.format == "unknown"
    assert "could not be read to its end: KeyError" in found.troubles[0]
