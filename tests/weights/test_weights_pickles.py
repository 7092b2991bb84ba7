"""Pickles: real ones of all kinds and protocols, hostile ones, noise."""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import pickle
import pickletools
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govscan.evidence import Danger
from govscan.weights import examine
from govscan.weights.names import meaning
from govscan.weights.pickles import read_pickle
from govscan.weights.window import BytesWindow

PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary()),
    lambda inner: st.one_of(
        st.lists(inner), st.tuples(inner, inner), st.dictionaries(st.text(), inner), st.frozensets(st.text())
    ),
    max_leaves=20,
)


class Thing:
    """A class of nobody knows where."""

    def __init__(self, value: object) -> None:
        self.value = value


@given(PLAIN, st.integers(0, 5))
def test_plain_data_asks_for_nothing(value: object, protocol: int) -> None:
    data = pickle.dumps(value, protocol)
    found = read_pickle(BytesWindow(data))
    assert found.whole
    assert found.end == len(data)
    assert {meaning(name.module, name.name) for name in found.imports} <= {Danger.KNOWN}


@pytest.mark.parametrize("protocol", range(6))
def test_imports_are_those_that_the_standard_library_sees(protocol: int) -> None:
    value = [
        collections.OrderedDict(a=datetime.date(2026, 1, 1)), decimal.Decimal("1.5"), fractions.Fraction(1, 3),
        Thing({"x": Thing(None)}), collections.Counter("aab"), {1, 2}, range(3),
    ]  # fmt: skip
    data = pickle.dumps(value, protocol)
    texts: list[str] = []
    seen = set()
    for code, argument, _ in pickletools.genops(data):
        if code.name == "GLOBAL":
            seen.add(tuple(argument.split(" ")))
        elif code.name == "STACK_GLOBAL":
            seen.add("computed")
        elif isinstance(argument, str):
            texts.append(argument)
    found = read_pickle(BytesWindow(data))
    assert found.whole
    names = {(name.module, name.name) for name in found.imports}
    if "computed" not in seen:
        assert names == seen
    else:
        assert all(module in texts and name in texts for module, name in names)
    assert ("?", "?") not in names
    assert (Thing.__module__, "Thing") in names


@given(st.binary(max_size=300))
def test_noise_is_read_to_where_it_breaks(data: bytes) -> None:
    found = read_pickle(BytesWindow(data))
    assert found.whole or found.trouble
    assert found.end <= len(data)


@given(st.lists(st.sampled_from([bytes([code]) for code in range(256)]), max_size=60), st.binary(max_size=40))
def test_opcodes_in_any_order(codes: list[bytes], tail: bytes) -> None:
    data = b"\x80\x04" + b"".join(codes) + tail
    examine(BytesWindow(data), "x.pkl")


@settings(max_examples=300)
@given(PLAIN, st.integers(0, 5), st.data())
def test_a_damaged_pickle_is_no_crash(value: object, protocol: int, data: st.DataObject) -> None:
    made = bytearray(pickle.dumps(value, protocol))
    at = data.draw(st.integers(0, len(made) - 1))
    made[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(made)))
    examine(BytesWindow(bytes(made[:cut])), "x.pkl")


def test_what_came_before_the_break_counts() -> None:
    found = read_pickle(BytesWindow(b"\x80\x02cos\nsystem\nX\x04\x00\x00\x00true\x85R\xff"))
    assert [(name.module, name.name) for name in found.imports] == [("os", "system")]
    assert "0xff is no opcode" in found.trouble


def test_a_text_of_gigabytes_is_not_read() -> None:
    class Huge:
        """A file of 5 GB that has one text."""

        size = 5 << 30
        unread = ""

        def near(self, at: int, soon: int = 0) -> int:
            return 1 << 16

        def read(self, at: int, count: int) -> bytes:
            head = b"\x80\x04\x8e" + struct.pack("<Q", (5 << 30) - 12)
            if at < len(head):
                return head[at : at + count].ljust(min(count, 64), b"x")
            return b"." if at == self.size - 1 else b"x" * min(count, self.size - at, 1 << 16)

    found = read_pickle(Huge())
    assert found.whole
    assert found.opcodes == 3


def test_a_stack_that_never_ends_is_bounded() -> None:
    found = read_pickle(BytesWindow(b"\x80\x04" + b"N" * 1_200_000 + b"."))
    assert "more than is followed" in found.trouble


def test_endless_opcodes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govscan.limits.PICKLE_OPCODES", 1_000)
    found = read_pickle(BytesWindow(b"\x80\x04" + b"N0" * 5_000 + b"."))
    assert found.trouble == "only the first 1,000 opcodes were followed"


@pytest.mark.parametrize(
    ("module", "name", "danger"),
    [
        ("os", "system", Danger.DANGEROUS),
        ("__builtin__", "eval", Danger.DANGEROUS),
        ("builtins", "set", Danger.KNOWN),
        ("__builtin__", "set", Danger.KNOWN),
        ("torch._utils", "_rebuild_tensor_v2", Danger.KNOWN),
        ("torch.hub", "load", Danger.DANGEROUS),
        ("sklearn_evil", "x", Danger.UNFAMILIAR),
        ("torchvision.models.resnet", "ResNet", Danger.UNFAMILIAR),
        ("osx", "walk", Danger.UNFAMILIAR),
        ("house.tools", "system", Danger.DANGEROUS),
        ("sklearn.linear_model._base", "LinearRegression", Danger.KNOWN),
        ("sklearn.base", "clone", Danger.UNFAMILIAR),
        ("sklearn.datasets._openml", "urlopen", Danger.DANGEROUS),
        ("xgboost.core", "CDLL", Danger.DANGEROUS),
        ("omegaconf.dictconfig", "DictConfig", Danger.UNFAMILIAR),
        ("collections", "OrderedDict.fromkeys", Danger.DANGEROUS),
        ("anything", "__class__", Danger.DANGEROUS),
        ("?", "?", Danger.DANGEROUS),
        ("commands", "getoutput", Danger.DANGEROUS),
    ],
)
def test_meaning(module: str, name: str, danger: Danger) -> None:
    assert meaning(module, name) is danger
