"""A task enters, its part of the results leaves: identify and evaluate, as `scan` does, model by model."""

from __future__ import annotations

import gc
import hashlib
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from govscan.engine import MAX_GENERATIONS
from govscan.evidence import Document, Evidence, Resolved
from govscan.finding import Verdict
from govscan.fleet.alike import Bench, Judged
from govscan.fleet.columns import SHARED, Rows, Shape, worst
from govscan.fleet.part import Counts, Part, packed
from govscan.fleet.task import Bad, Met, Order, Scanned, Subject, Task
from govscan.identify import Relatives
from govscan.policy import Level
from govscan.reference import Identity

CRASH: Final = "crash"


class Worker:
    """What is kept between the tasks of one process: the reader, the compiled rules, and what is known of models."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.reader = order.opens.open(order)
        self.bench = Bench(order, Relatives(self.reader.relative, MAX_GENERATIONS))

    def do(self, task: Task) -> bytes:
        """The part of a task, packed. Never raises for what a row holds: that is a problem of the row."""
        part = _Gathered()
        with _uncollected():
            for met in self._met(task):
                self._add(met, part)
        part.counts.rows = task.rows
        return packed(Part(part.rows.tables(), part.counts, part.hashes()))

    def _add(self, met: Met, part: _Gathered) -> None:
        if isinstance(met, Bad):
            part.rows.problems.append(met)
        elif isinstance(met, Subject):
            part.rows.problems.extend(met.bad)
            self._subject(met, part)
        else:
            self._scanned(met, part)

    def _met(self, task: Task) -> Iterator[Met]:
        try:
            yield from self.reader.read(task.payload)
        except Exception as error:  # noqa: BLE001 - a defect in one task must not lose the others
            yield Bad(task.row, "", CRASH, f"govscan failed to read these rows: {type(error).__name__}: {error}"[:300])

    def _subject(self, subject: Subject, part: _Gathered) -> None:
        try:
            judged = self.bench.look(subject)
        except Exception as error:  # noqa: BLE001 - a defect in one model must not lose the others
            sentence = f"govscan failed on {subject.identity}: {type(error).__name__}: {error}"
            part.rows.problems.append(Bad(subject.row, subject.id, CRASH, sentence[:300]))
            judged = self.bench.failed(subject)
        part.add(subject.row, subject.id, subject.identity, subject.evidence, judged)

    def _scanned(self, scanned: Scanned, part: _Gathered) -> None:
        report = scanned.report
        for model in report.models:
            findings = report.by_model[model.identity]
            counts = Counter((finding.verdict, finding.level) for finding in findings)
            kept = [finding for finding in findings if finding.open or finding.verdict is Verdict.WAIVED]
            bases = model.facts.value("model.base_models")
            statements = model.facts.statements
            judged = Judged(
                Shape.of(statements),
                statements,
                [(finding, finding.message) for finding in kept],
                counts,
                bases if isinstance(bases, tuple) else (),
            )
            name = model.identity.name or str(model.identity)
            part.add(scanned.row, name, model.identity, model.evidence, judged, scanned.id)
        part.rows.problems += [
            Bad(scanned.row, scanned.id, each.kind.value, f"{each}"[:300]) for each in report.problems
        ]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which would go through all that is remembered again and again: what a task
    makes has none, and what is left of it is put out of the collector's sight."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def lost(task: Task, bad: Bad) -> bytes:
    """The part of a task that nobody could do."""
    part = _Gathered()
    part.rows.problems.append(bad)
    part.counts.rows = task.rows
    return packed(Part(part.rows.tables(), part.counts, part.hashes()))


class _Gathered:
    """A part while it grows."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.counts = Counts()
        self.seen: dict[str, array[int]] = {"cards": array("Q"), "licenses": array("Q"), "heads": array("Q")}

    def add(
        self,
        row: int,
        id_: str,
        identity: Identity,
        evidence: Evidence,
        judged: Judged,
        repository: str | None = None,
    ) -> None:
        tally = judged.tally
        verdict = worst(tally)
        given: dict[str, Any] = {
            "id": id_,
            "purl": identity.purl,
            "provider": identity.provider,
            "row": row,
            "verdict": verdict,
            "errors": tally.get((Verdict.FAIL, Level.ERROR), 0),
            "warnings": tally.get((Verdict.FAIL, Level.WARNING), 0),
            "undecided": sum(tally.get((Verdict.UNKNOWN, level), 0) for level in Level),
            "base_models": judged.bases,
            "card_sha256": self._card(evidence),
            "repository": repository,
        }
        self.rows.add(given, judged.shape, judged.named)
        for finding, message in judged.findings:
            self.rows.find(id_, finding, message)
        self.counts.count(verdict, tally, judged.findings, _groups(id_, judged))

    def _card(self, evidence: Evidence) -> str | None:
        """The digest of the card; on the way the texts are noted by their digests."""
        card: str | None = None
        for document in evidence.documents if isinstance(evidence, Resolved) else ():
            if card is None and document.name == "README.md":
                card = document.sha256
                self.seen["cards"].append(int(card[:16], 16))
                self.seen["heads"].append(_head(document))
            elif document.name.lower().startswith("licen"):
                self.seen["licenses"].append(int(document.sha256[:16], 16))
        return card

    def hashes(self) -> dict[str, bytes]:
        return {name: seen.tobytes() for name, seen in self.seen.items()}


def _head(card: Document) -> int:
    """A digest of the front matter, as far as it can be told without reading it."""
    end = card.text.find("\n---", 4)
    head = card.text[: end if end > 0 else 0]
    return int.from_bytes(hashlib.blake2b(head.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _groups(id_: str, judged: Judged) -> dict[str, str]:
    """What a summary groups a model by."""
    maker = judged.named.get("model.publisher")
    publisher = maker[0].value if maker else None
    if not isinstance(publisher, str):
        publisher = id_.partition("/")[0] if "/" in id_ else "(not named)"
    values = judged.shape.values
    return {
        "publisher": publisher,
        "license": values[_LICENSE] or "(not known)",
        "family": values[_FAMILY] or "(not known)",
    }


_LICENSE: Final = SHARED.index("license.concluded")
_FAMILY: Final = SHARED.index("license.family")
