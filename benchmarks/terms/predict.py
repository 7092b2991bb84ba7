"""The terms of every license text of a folder, as a table: `python benchmarks/terms/predict.py --data DIR -o PRED.csv`.

With `--clauses-only` the terms are read from the text alone; else a known text has the terms of the catalog, and the
reader of clauses answers for texts that are not known, that were changed, or where the record says Unknown.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from govscan.catalog import catalog
from govscan.catalog.records import Figure
from govscan.facts import ABSENT, Unknown, Value
from govscan.identify.clauses import Clause, Reading, read_clauses
from govscan.identify.match import match
from govscan.identify.terms import terms_of

COLUMNS = {
    "commercial_use": ("commercial_use",),
    "thresholds": ("mau_threshold", "revenue_threshold_usd"),
    "territory_excluded": ("territory_excluded",),
    "output_training": ("output_training",),
    "military": ("military_prohibited",),
    "governing_law": ("governing_law",),
    "naming_duty": ("naming_duty",),
    "notice_file": ("notice_file",),
    "state_changes": ("state_changes",),
    "pass_on_use_restrictions": ("pass_on_restrictions",),
    "share_alike": ("share_alike", "pass_on_restrictions"),
    "remote_restriction": ("remote_update",),
    "ip_retaliation": ("patent_termination",),
}
UNKNOWN = "unknown"


class Said:
    """What is known of one term: the value, the figures as written, and the place."""

    def __init__(self, value: Value | Unknown, written: tuple[Figure, ...] = (), place: str = "") -> None:
        self.value = value
        self.written = written
        self.place = place

    @property
    def known(self) -> bool:
        return not isinstance(self.value, Unknown) or bool(self.written)


def of_text(readings: Mapping[str, Reading]) -> dict[str, Said]:
    """The terms as the clauses of the text state them."""
    return {
        term: Said(reading.value, _written(reading.clauses), _lines(reading.clauses))
        for term, reading in readings.items()
    }


def of_catalog(expression: str, readings: Mapping[str, Said]) -> dict[str, Said]:
    """The terms of the records of an expression; those of the text where no record has one."""
    known = terms_of(expression, catalog())
    names = expression.replace("(", " ").replace(")", " ").split()
    records = [record for name in names if (record := catalog().license(name)) is not None]
    said: dict[str, Said] = {}
    for term, read in readings.items():
        figures = tuple(figure for record in records if term in record.terms for figure in record.terms[term].written)
        found = Said(known[term].value, figures, known[term].section)
        said[term] = found if found.known else read
    return said


def _written(clauses: tuple[Clause, ...]) -> tuple[Figure, ...]:
    return tuple(dict.fromkeys(figure for clause in clauses for figure in clause.written))


def _lines(clauses: tuple[Clause, ...]) -> str:
    return ",".join(dict.fromkeys(str(clause.line) for clause in clauses[:3]))


def _use(said: Mapping[str, Said]) -> str:
    return _word(said["commercial_use"])


def _word(said: Said) -> str:
    if isinstance(said.value, Unknown):
        return UNKNOWN
    return "none" if said.value is ABSENT else str(said.value)


def _yes(said: Said) -> str:
    return UNKNOWN if isinstance(said.value, Unknown) else "yes" if said.value else "no"


def _thresholds(said: Mapping[str, Said]) -> str:
    limits = [said[name] for name in COLUMNS["thresholds"]]
    if not all(limit.known for limit in limits):
        return UNKNOWN
    amounts: list[str] = []
    for limit in limits:
        if limit.written:
            amounts += [str(figure.amount) for figure in limit.written]
        elif isinstance(limit.value, int) and not isinstance(limit.value, bool):
            amounts.append(str(limit.value))
    return "|".join(dict.fromkeys(amounts)) or "none"


def _territory(said: Mapping[str, Said]) -> str:
    value = said["territory_excluded"].value
    if not isinstance(value, tuple):
        return UNKNOWN
    return ";".join(value) or "none"


def _share_alike(said: Mapping[str, Said]) -> str:
    share, passed = said["share_alike"].value, said["pass_on_restrictions"].value
    if share is True:
        return "yes"
    if isinstance(share, Unknown) or isinstance(passed, Unknown):
        return UNKNOWN
    return "partial" if passed else "no"


def _military(said: Mapping[str, Said]) -> str:
    return {"yes": "prohibited", "no": "not-mentioned"}.get(_yes(said["military_prohibited"]), UNKNOWN)


CELLS: dict[str, Callable[[Mapping[str, Said]], str]] = {
    "commercial_use": _use,
    "thresholds": _thresholds,
    "territory_excluded": _territory,
    "output_training": lambda said: _word(said["output_training"]),
    "military": _military,
    "governing_law": lambda said: _word(said["governing_law"]),
    "naming_duty": lambda said: _word(said["naming_duty"]),
    "notice_file": lambda said: _yes(said["notice_file"]),
    "state_changes": lambda said: _yes(said["state_changes"]),
    "pass_on_use_restrictions": lambda said: _yes(said["pass_on_restrictions"]),
    "share_alike": _share_alike,
    "remote_restriction": lambda said: _yes(said["remote_update"]),
    "ip_retaliation": lambda said: _yes(said["patent_termination"]),
}


def predict(text: str, *, clauses_only: bool) -> dict[str, str]:
    """One row: a word for every column, and the places that say so."""
    said = of_text(read_clauses(text))
    if not clauses_only:
        found = match(text)
        if found.expression is not None and not found.modified:
            said = of_catalog(found.expression, said)
    row = {column: cell(said) for column, cell in CELLS.items()}
    row["places"] = " ".join(
        f"{column}:{said[term].place}" for column, terms in COLUMNS.items() for term in terms[:2] if said[term].place
    )
    return row


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with texts/<slug>.txt")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--clauses-only", action="store_true")
    options = parser.parse_args()
    with options.output.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, ["slug", *CELLS, "places"])
        table.writeheader()
        for path in sorted((options.data / "texts").glob("*.txt")):
            text = path.read_text(encoding="utf-8", errors="replace")
            table.writerow({"slug": path.stem, **predict(text, clauses_only=options.clauses_only)})


if __name__ == "__main__":
    main()
