"""The page on which the parts of the gate meet: a request enters, a comparison leaves.

The code is compared from where the two histories parted; the policy, the reviews, the waivers, the baseline and the
lock are those of the base's tip, so that a request cannot choose what it is judged by.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from posixpath import join, normpath

from msgspec import Struct
from msgspec.structs import replace

from govscan.comparison import Comparison, ModelChange, RecordChange
from govscan.engine import ScanRequest, scan
from govscan.errors import Diagnostic, GovscanError, InvalidInput
from govscan.finding import Verdict
from govscan.gate.compare import changes_between, findings_between, newly_ignored, problems_between
from govscan.gate.layout import lay_out
from govscan.gate.locked import lock_changes
from govscan.gate.lookalikes import deceiving
from govscan.gate.moved import moves, relocated
from govscan.gate.records import Law, file_changes, is_record, law_of, record_changes
from govscan.git import SUBMODULE, Entry, Repository, open_repository
from govscan.policy import Level
from govscan.report import Report
from govscan.resolve import ResolveOptions

SAME_RUN = 900.0
"""Seconds for which the second scan takes what the first one has just asked, so that both see the same upstream."""


class GateRequest(Struct, frozen=True):
    """`path` is a folder of the repository, `base` and `head` are branches, tags or commits. `merge_base` compares from
    where they parted. `trust_head` takes the policy and its records from the head. The rest is as in `ScanRequest`."""

    path: Path
    base: str
    head: str = "HEAD"
    merge_base: bool = True
    policy: Path | None = None
    trust_head: bool = False
    offline: bool = False
    locked: bool = False
    now: dt.date | None = None
    progress: Callable[[int, int], None] | None = None
    max_cache_age: float = 0.0
    judge_all: bool = False
    fail_on: Level = Level.ERROR


def gate(request: GateRequest) -> Comparison:
    """Compare two commits.

    Raises:
        GovscanError: no repository, no such commit, no common history, or the base's own policy, reviews, waivers,
            baseline or lock are invalid.
    """
    repository = open_repository(request.path)
    tip, head = repository.commit(request.base), repository.commit(request.head)
    start = repository.merge_base(tip, head) if request.merge_base else tip
    trees = {commit: repository.files(commit) for commit in dict.fromkeys((tip, head, start))}
    with tempfile.TemporaryDirectory(prefix="govscan-gate-") as scratch:
        run = _Run(request, repository, Path(scratch), trees, tip, start, head)
        try:
            return run.comparison()
        except InvalidInput as error:
            raise InvalidInput(tuple(_relative(row, scratch) for row in error.diagnostics)) from error


def _relative(row: Diagnostic, scratch: str) -> Diagnostic:
    """A mistake in a file of the base, with the path that it has in the repository."""
    if not row.path.startswith(scratch):
        return row
    return replace(row, path="/".join(Path(row.path).relative_to(scratch).parts[1:]))


class _Run(Struct):
    request: GateRequest
    repository: Repository
    scratch: Path
    trees: Mapping[str, Sequence[Entry]]
    tip: str
    start: str
    head: str

    def comparison(self) -> Comparison:
        request = self.request
        now = request.now or dt.datetime.now(dt.UTC).date()
        judges = self.head if request.trust_head else self.tip
        law_folder = self.records_folder(judges)
        records = self.record_paths(law_folder)
        after = self.report("head", self.head, judges, records, now, request.max_cache_age)
        before = after
        if self.start != self.head:
            age = max(request.max_cache_age, SAME_RUN)
            before = self.report("base", self.start, judges, records, now, age)
        was, now_ = _blobs(self.trees[self.start]), _blobs(self.trees[self.head])
        moved = moves(was, now_)
        before = relocated(before, moved)
        sorted_ = findings_between(before, after, moved)
        changes = changes_between(before, after, moved)
        return Comparison(
            base=self.start,
            head=self.head,
            before=before,
            after=after,
            changes=changes,
            new=sorted_.new,
            fixed=sorted_.fixed,
            unchanged=sorted_.unchanged,
            records=(
                *self.records(after, law_folder, records, now),
                *_hiding(before, after, moved),
                *_deceptions(changes, was, now_),
            ),
            new_problems=problems_between(before.problems, after.problems, was, now_),
            warnings=tuple(self.warnings()),
            judge_all=request.judge_all,
            fail_on=request.fail_on,
        )

    def records_folder(self, commit: str) -> Path:
        """A folder with what a state is judged by: its records, and the other YAML files, which a policy may extend."""
        folder = self.scratch / f"records-{commit}"
        if folder.is_dir():
            return folder
        folder.mkdir()
        wanted = [
            entry for entry in self.trees[commit] if is_record(entry.path) or entry.path.endswith((".yaml", ".yml"))
        ]
        lay_out(self.repository, wanted, folder)
        (folder / self.repository.prefix).mkdir(parents=True, exist_ok=True)
        return folder

    def policy_in(self, folder: Path) -> Path | None:
        """The policy that the user named, as this state of the repository has it; a file of elsewhere as it is."""
        named = self.request.policy
        if named is None or str(named).startswith("govscan:"):
            return named
        inside = os.path.relpath(named.absolute(), self.request.path.absolute())
        path = normpath(join(self.repository.prefix, inside))
        return named.absolute() if path.startswith("../") else folder / path

    def record_paths(self, law_folder: Path) -> frozenset[str]:
        """The files that the policy consists of, by the names that they have in the repository.

        Raises:
            InvalidInput: it is not valid.
        """
        named = self.policy_in(law_folder)
        if named is not None and named.is_relative_to(law_folder) and not named.is_file():
            raise GovscanError(f"{self.request.policy}: the base has no such file")
        law = law_of(law_folder, self.repository.prefix, named)
        if law.fault:
            raise GovscanError(f"the base cannot judge: {law.fault}")
        return self.files_of(law)

    def files_of(self, law: Law) -> frozenset[str]:
        """The files of the repository that a policy consists of."""
        if law.policy is None:
            return frozenset()
        names = [
            name for name, _ in law.policy.layers if not name.startswith(("govscan:", "python:")) and "://" not in name
        ]
        return frozenset(normpath(join(self.repository.prefix, name)) for name in names)

    def report(
        self, name: str, commit: str, judges: str, records: frozenset[str], now: dt.date, max_age: float
    ) -> Report:
        """The scan of a state, judged by the records of another one."""
        request, folder = self.request, self.scratch / name

        def rules(entry: Entry) -> bool:
            return is_record(entry.path) or entry.path in records

        folder.mkdir()
        own = [entry for entry in self.trees[commit] if not rules(entry)]
        entries = [*own, *(entry for entry in self.trees[judges] if rules(entry))]
        problems = lay_out(self.repository, entries, folder)
        place = folder / self.repository.prefix
        place.mkdir(parents=True, exist_ok=True)
        report = scan(
            ScanRequest(
                place,
                policy=self.policy_in(folder),
                offline=request.offline,
                locked=request.locked,
                now=now,
                progress=request.progress,
                max_cache_age=max_age,
                name=self.repository.name,
                heed_ignores=False,
            )
        )
        return replace(report, problems=tuple(sorted({*report.problems, *problems})))

    def records(self, after: Report, law_folder: Path, named: frozenset[str], now: dt.date) -> Sequence[RecordChange]:
        """What the request changes of the things that it is judged by."""
        modes = [
            {
                each.path: (each.mode, each.blob)
                for each in self.trees[commit]
                if is_record(each.path) or each.path in named
            }
            for commit in (self.start, self.head)
        ]
        if modes[0] == modes[1] and self.start == self.tip:
            return ()
        before, proposed = self.records_folder(self.start), self.records_folder(self.head)
        old, new = (law_of(folder, self.repository.prefix, self.policy_in(folder)) for folder in (before, proposed))
        request = self.request
        options = ResolveOptions(
            proposed,
            subtrees=tuple(subtree.path for subtree in after.policy.subtrees),
            offline=request.offline,
            locked=request.locked,
            max_cache_age=max(request.max_cache_age, SAME_RUN),
            progress=request.progress,
        )
        found = [
            *record_changes(old, _cleaned(new, str(proposed)), after, now),
            *file_changes(modes[0], modes[1], named | self.files_of(new)),
            *lock_changes(before, proposed, law_folder, options, now),
        ]
        return [replace(change, in_force=True) for change in found] if request.trust_head else found

    def warnings(self) -> Sequence[str]:
        """What was not looked into."""
        was = {entry.path: entry.blob for entry in self.trees[self.start] if entry.mode == SUBMODULE}
        now = {entry.path: entry.blob for entry in self.trees[self.head] if entry.mode == SUBMODULE}
        said = [
            f"submodule {path} {'moves to' if path in was else 'is added at'} {now[path][:12]}: not looked into, gate "
            "it in its own repository"
            for path in sorted(now)
            if was.get(path) != now[path]
        ]
        if self.request.trust_head:
            said.append(
                "the policy, reviews and waivers of the head were trusted: this change chose what it is judged by"
            )
        return said


def _cleaned(law: Law, folder: str) -> Law:
    return replace(law, fault=law.fault.replace(f"{folder}/", ""))


def _blobs(entries: Sequence[Entry]) -> dict[str, str]:
    return {entry.path: entry.blob for entry in entries}


def _hiding(before: Report, after: Report, moved: Mapping[str, str]) -> list[RecordChange]:
    """Comments that hide a model and were not there: they hide nothing before the merge."""
    reasons = dict(after.suppressed)
    return [
        RecordChange(
            str(reference.location),
            f"a comment would hide {reference.identity} from govscan after the merge: {reasons[reference]}",
        )
        for reference in newly_ignored(before, after, moved)
    ]


def _deceptions(changes: Sequence[ModelChange], was: Mapping[str, str], now: Mapping[str, str]) -> list[RecordChange]:
    """Names and paths of this change that look like others. Nobody can tell what is meant, so it is undecided."""
    names: dict[str, str] = {}
    for change in changes:
        if change.after is not None:
            place = change.after.references[0].location
            names.setdefault(change.after.identity.name, f"{place.path}:{place.line}")
    paths = {reference.location.path for change in changes if change.after for reference in change.after.references}
    found = [(place, f"the model's name {name!r}", deceiving(name)) for name, place in names.items()]
    found += [(path, "the path", deceiving(path)) for path in sorted(paths) if path in now and path not in was]
    return [
        RecordChange(
            path,
            f"{what} looks like another one: it has {', '.join(f'{c} (U+{ord(c):04X})' for c in letters[:5])}",
            Verdict.UNKNOWN,
        )
        for path, what, letters in found
        if letters
    ]
