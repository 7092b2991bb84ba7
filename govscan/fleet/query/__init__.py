"""Questions about a finished fleet: the folder of a run and a question enter, rows leave.

A question is data: an entry of `questions.QUESTIONS` and its SQL in `sql/`. DuckDB is imported here and nowhere else.
"""

from __future__ import annotations

from govscan.fleet.query.ask import arguments_of, ask, folder_of
from govscan.fleet.query.folder import Answer, Fleet, open_fleet
from govscan.fleet.query.questions import QUESTIONS, Kind, Parameter, Question, question_named

__all__ = [
    "QUESTIONS",
    "Answer",
    "Fleet",
    "Kind",
    "Parameter",
    "Question",
    "arguments_of",
    "ask",
    "folder_of",
    "open_fleet",
    "question_named",
]
