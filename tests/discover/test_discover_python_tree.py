"""What CPython's parser cannot bear is refused before it is asked, and found out cheaply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan import limits
from govscan.discover.python_tree import _TOKEN, _most_tokens, tree_of


@given(st.text())
def test_no_text_has_more_tokens_than_the_cheap_count(text: str) -> None:
    assert _most_tokens(text) >= len(_TOKEN.findall(text))


@given(st.text(st.characters(max_codepoint=127)))
def test_of_ascii_the_cheap_count_is_right(text: str) -> None:
    assert _most_tokens(text) == len(_TOKEN.findall(text))


MANY = "{x}" * 100


@pytest.mark.parametrize(
    "code",
    [f"a = f'{MANY}'", f'a = rf"""\n{MANY}\n"""', "a = f'" + "{x}\\\n" * 100 + "'", f"a = 1; b = F'''{MANY}'''"],
    ids=["on one line", "over lines", "continued", "in capitals"],
)
def test_a_formatted_string_of_many_fields_is_refused(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FORMATTED_WORK", 10_000)
    with pytest.raises(SyntaxError, match="too many fields"):
        tree_of(code)


def test_many_short_ones_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FORMATTED_WORK", 100_000)
    assert len(tree_of("a = f'{x}'\nb = {}\n" * 500).body) == 1000
