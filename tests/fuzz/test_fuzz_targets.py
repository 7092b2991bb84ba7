"""A short run of every target, below the nets: `make fuzz` has the long one. And what those runs have found."""

from __future__ import annotations

import argparse
import importlib.util
import random
from pathlib import Path

import pytest
from fuzz import mutate
from fuzz.targets import TARGETS

from govscan.weights import examine
from govscan.weights.window import BytesWindow

FOUND: dict[str, list[bytes]] = {
    # What earlier runs have found, each mended since.
    "notebook": [b"\0{01", b'\0{"nbformat": 4, "cells": 007}'],
    "trees": [b"\1[01]", b"\2a = " + b"9" * 5_000, b"\2" + b"a." * 200 + b"b = 1"],
    "ignores": [b"*[ib-:]x", b"models/[z-a]*\n[a-\n", b"*a" * 40 + b"*b/x"],
    "expression": [b"MIT AND (Apache-2.0 OR GPL-2.0-o4nly WITH-excepti", b"(" * 900 + b"MIT"],
    "headers": [b"\0" + (99).to_bytes(8, "little") + b'{"__metadata__": {"a": "\xe0"}'],
    "python": [b"\0model = " + b"-" * 20_000 + b"1", b"\0model = a" + b".b" * 20_000],
    "policy": [b"govscan: 1\nextends: ['" + b"n:base-l" * 200 + b"']\n"],
    "hcl": [b'\0model_id = "' + b"${}" * 2_000],
    "structured": [b"\0{{ x }}\n" + b"model: a" + b" " * 1_900 + b"x"],
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_short_run(target: str) -> None:
    runs, _ = mutate.fuzz(target, seconds=10.0, seed=random.randrange(1 << 30), most=40)
    assert runs


@pytest.mark.parametrize("target", FOUND)
def test_what_was_found_is_mended(target: str) -> None:
    for data in FOUND[target]:
        mutate.checked(TARGETS[target].run, data)


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_target_begins_from_is_read(target: str) -> None:
    seeds = TARGETS[target].seeds()
    assert seeds
    for data in seeds[:20]:
        mutate.checked(TARGETS[target].run, data)


def test_a_defect_is_found(tmp_path: Path) -> None:
    def broken(data: bytes) -> None:
        raise KeyError(data[:3])

    def endless(_: bytes) -> None:
        while True:
            pass

    with pytest.raises(mutate.Failure, match="KeyError"):
        mutate.checked(broken, b"abc")
    slow = mutate.SLOW
    try:
        mutate.SLOW = 0.1
        with pytest.raises(mutate.Failure, match="longer than"):
            mutate.checked(endless, b"")
    finally:
        mutate.SLOW = slow


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="Atheris is not installed (`.[fuzz]`)")
def test_a_short_run_by_coverage(tmp_path: Path) -> None:
    told = argparse.Namespace(seed=1, runs=1 << 62, failures=tmp_path, coverage=True)
    runs, said = mutate.apart("expression", told, 3.0)
    assert said == ""
    assert runs > 10


def test_a_defect_of_the_reader_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise KeyError("defect")

    monkeypatch.setattr("govscan.weights.visit.Visit.look", broken)
    found = examine(BytesWindow(b"\x80\x04N."), "m.pt")
    assert found.format == "unknown"
    assert "could not be read to its end: KeyError" in found.troubles[0]
