"""Past audits in one SQLite file: reports enter, figures over time and answers about models leave."""

from govscan.history.questions import Answer, Hit, ask, select
from govscan.history.store import History, Past, open_history

__all__ = ["Answer", "History", "Hit", "Past", "ask", "open_history", "select"]
