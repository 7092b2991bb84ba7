"""Whatever a hostile author writes, its reader ends with what it is documented to raise."""

from __future__ import annotations

import pytest
from fuzz import mutate
from fuzz.strategies import DOCUMENTS
from fuzz.targets import TARGETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BOUNDED = settings(suppress_health_check=list(HealthCheck), max_examples=25, deadline=None)


def test_every_reader_has_a_strategy() -> None:
    assert DOCUMENTS.keys() == TARGETS.keys()


@pytest.mark.parametrize("target", DOCUMENTS)
@BOUNDED
@given(data=st.data())
def test_whatever_is_written_is_read_or_refused(target: str, data: st.DataObject) -> None:
    mutate.checked(TARGETS[target].run, data.draw(DOCUMENTS[target]))
