"""Regular expressions that are compiled when they are first used.

A commit hook meets few of the many patterns there are; compiling them all would cost it as much as the work itself.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but nothing is compiled before a method of the result is asked for."""
    return cast("re.Pattern[AnyStr]", _Later(expression, flags))


class _Later:
    def __init__(self, expression: Any, flags: int) -> None:
        self._source = (expression, flags)

    def __getattr__(self, name: str) -> Any:
        """Only reached for what this object does not have yet; what the compiled pattern answers is kept."""
        answer = getattr(re.compile(*self._source), name)
        setattr(self, name, answer)
        return answer
