"""The filters in front of the parsers: both engines find the same, however much was searched before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govscan.discover import container, exposure_spots, javascript, python, structured
from govscan.discover.needles import Needle, Words
from govscan.linear import Linear

NEEDLES = (python.NEEDLE, structured.NEEDLE, javascript.NEEDLE, container.NEEDLE, exposure_spots._MARK)
PIECES = [
    *(word for needle in NEEDLES if isinstance(needle, Words) for word in needle.words),
    b"sk-", b"hf_", b"A" * 16, b"a1/+_-" * 3, b"K", b"\xe2\x84\xaa", b"\xc5\xbf", b"\xff", b"\0", b"\n", b" ",
]  # fmt: skip


def many(needle: Needle) -> Linear:
    return Linear(needle.expression, cased=needle.cased, text=False)


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=3), max_size=6).map(b"".join), st.booleans())
def test_both_engines_find_the_same(data: bytes, upper: bool) -> None:
    data = data.upper() if upper else data
    for needle in NEEDLES:
        assert bool(needle.few(data)) == many(needle).is_in(data)


def test_words_are_no_patterns() -> None:
    words = Words(b"torch.hub a+b", b"hf download")
    for needle in (words.few, many(words).is_in):
        assert not needle(b"torchxhub aab hf-download")
        assert needle(b"..TORCH.hub..") and needle(b"A+B") and needle(b"HF Download")


def test_more_is_searched_by_the_other_engine() -> None:
    needle = Needle(b"sk-[a-z]{3}")
    assert needle.search(b"sk-abc") and needle.many is None
    assert not needle.search(b"x" * 1_000_000)
    assert needle.many is not None
    assert needle.search(b"sk-abc") and not needle.search(b"SK-ABC")
