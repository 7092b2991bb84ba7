"""The text of a license that nobody knows enters; what its clauses say about every term leaves, with its lines."""

from __future__ import annotations

from govscan.identify.clauses.clause import Clause, Reading, Terms
from govscan.identify.clauses.reader import read_clauses

__all__ = ["Clause", "Reading", "Terms", "read_clauses"]
