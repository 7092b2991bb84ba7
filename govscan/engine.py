"""The one page on which the five stages meet: a tree enters, a report leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from govscan import limits
from govscan.bounded import OutOfTime, TimeLimit, watching
from govscan.discover import Discovery, discover
from govscan.errors import GovscanError, Problem, ProblemKind
from govscan.evaluate import contexts_of, evaluate, find_policy, load_ledger, load_policy
from govscan.evidence import Evidence
from govscan.facts import Facts
from govscan.identify import Relatives, base_models, drift_of, identified
from govscan.policy import Policy
from govscan.recorder import Fell, reading
from govscan.reference import Certainty, Identity, Location, Reference
from govscan.report import Drift, Model, Report
from govscan.resolve import ResolveOptions, changed_policies, resolve
from govscan.resolve.lock import LOCK_NAME, references_of
from govscan.version import __version__


class ScanRequest(Struct, frozen=True):
    """What to scan and how. `path` is a folder, a file, or a `govscan.lock` whose models are judged; `files` (paths as
    the shell gives them) limits the run to those. `policy` is a file, None for the one that `load_policy` finds.
    `offline` asks no network, `locked` takes the lock file as the only authority. `now` is the day on which ages and
    expiries are judged (UTC). `what_if` has statements about every context ("regions=[DE]"). `progress` is told how
    many of how many models the Hub has answered for. `max_cache_age` is for how many seconds the evidence cache is
    believed about a branch or tag. `relatives` asks for the models that the others were made from as well, as models
    of their own; `heed_lock` is False where the lock is about to be written anew. `dossier` asks for all that a report
    shows which somebody keeps: the commit, the files that were read, how it is to look. `name` is what the report calls
    the root, None for its path. `heed_ignores` is False where a comment in the code may not hide a model: what it would
    hide is judged, and listed as suppressed all the same; `hashing` is False where no file may be read as a whole, so
    that signatures of models stay unverified; `heed_baseline` where the baseline counts for nothing."""

    path: Path
    files: tuple[Path, ...] | None = None
    policy: Path | None = None
    offline: bool = False
    locked: bool = False
    now: dt.date | None = None
    what_if: tuple[str, ...] = ()
    progress: Callable[[int, int], None] | None = None
    max_cache_age: float = 0.0
    relatives: bool = False
    name: str | None = None
    heed_ignores: bool = True
    heed_baseline: bool = True
    heed_lock: bool = True
    dossier: bool = False
    hashing: bool = True


def scan(request: ScanRequest) -> Report:
    """Find, resolve, identify and judge every model under a path.

    Raises:
        GovscanError: the path is not there; the policy, a review, a waiver or the lock is invalid.
    """
    policy_file, root = _anchor(request)
    policy = load_policy(policy_file or request.policy, root)
    if request.what_if:
        from govscan.evaluate.whatif import supposed

        policy = supposed(policy, request.what_if)
    changed = changed_policies(root, policy.foreign) if request.heed_lock else ()
    if changed and request.locked:
        raise GovscanError("; ".join(changed))
    ledger = load_ledger(policy_file.parent if policy_file else root)
    if not request.heed_baseline:
        ledger = replace(ledger, baseline=())
    now = request.now or dt.datetime.now(dt.UTC).date()

    files, under = _relative(request, root), _under(request.path, root)
    found = _locked(request.path, root) or discover(root, files, policy.exclude, under)
    ignored = () if request.heed_ignores else tuple(reference for reference, _ in found.suppressed)
    groups = _group((*found.references, *ignored))
    options = ResolveOptions(
        root,
        subtrees=tuple(subtree.path for subtree in policy.subtrees),
        offline=request.offline,
        locked=request.locked,
        max_cache_age=request.max_cache_age,
        progress=request.progress,
        signers=policy.signers,
        hashing=request.hashing,
        compare=request.heed_lock,
    )
    with watching() as unread:
        evidence = resolve_families(list(groups), options)
    models, crashes = _identify_all(groups, evidence, policy, now)
    relatives: tuple[Model, ...] = ()
    if request.relatives or request.dossier:
        others: dict[Identity, tuple[Reference, ...]] = {
            identity: () for identity in evidence if identity not in groups
        }
        relatives, more = _identify_all(others, evidence, policy, now)
        crashes += more
    evaluation = evaluate(policy, ledger, models, now, complete=files is None and not under)
    report = Report(
        root=request.name or (root.resolve().name if root == Path() else root.as_posix()),
        version=__version__,
        now=now.isoformat(),
        offline=request.offline,
        policy=policy,
        files_seen=found.files_seen,
        files_read=found.files_read,
        models=models,
        mentions=tuple(ref for ref in found.references if ref.certainty is Certainty.MENTION),
        findings=evaluation.findings,
        problems=(*found.problems, *(Problem(".", 0, ProblemKind.TOO_LARGE, each) for each in unread), *crashes),
        questions=evaluation.questions,
        warnings=(*changed, *evaluation.warnings),
        suppressed=found.suppressed,
        relatives=relatives,
        ledger=ledger,
    )
    return _dossier(report, root, policy_file, found) if request.dossier else report


def _locked(path: Path, root: Path) -> Discovery | None:
    """The models of a lock, where a lock is what is asked about."""
    if path.name != LOCK_NAME or not path.is_file():
        return None
    from govscan.resolve.lock_reader import read_lock

    shown = (path.parent.resolve() / path.name).relative_to(root.resolve()).as_posix()
    return Discovery(references_of(read_lock(path), shown), (), 1, read=(shown,))


def _dossier(report: Report, root: Path, policy_file: Path | None, found: Discovery) -> Report:
    from govscan.checkout import checkout_of
    from govscan.evaluate.brand import load_brand

    brand = load_brand(policy_file.parent if policy_file else root)
    named = [each.location.path for each in (*found.references, *(each for each, _ in found.suppressed))]
    checkout = checkout_of(root, named)
    if checkout is not None and brand.line_address:
        checkout = replace(checkout, line_address=brand.line_address)
    return replace(report, checkout=checkout, brand=brand, read=found.read)


def root_of(request: ScanRequest) -> Path:
    """The folder that all paths of a report are relative to, and in which `govscan.lock` lies: that of the policy
    where it governs the scanned folder (its globs are anchored there), else the scanned folder.

    Raises:
        GovscanError: the path is not there.
    """
    return _anchor(request)[1]


def records_of(request: ScanRequest) -> tuple[Path, ...]:
    """The files beside the code and the policy that a run rests on: the locks, the records and the settings of reports.

    Raises:
        GovscanError: the path is not there.
    """
    from govscan.evaluate.ledger import FOLDER

    policy_file, root = _anchor(request)
    folder = (policy_file.parent if policy_file else root) / FOLDER
    return tuple(path for path in (root / LOCK_NAME, *sorted(folder.glob("*.yaml"))) if path.is_file())


def _anchor(request: ScanRequest) -> tuple[Path | None, Path]:
    """The policy file, if there is one, and the root."""
    if not request.path.exists():
        raise GovscanError(f"{request.path}: no such file or directory")
    folder = request.path if request.path.is_dir() else request.path.parent
    policy_file = find_policy(request.policy, folder)
    if policy_file is None or not folder.resolve().is_relative_to(policy_file.parent.resolve()):
        return policy_file, folder
    return policy_file, policy_file.parent


def _under(path: Path, root: Path) -> str:
    """The scanned folder, as a POSIX path relative to the root; "" for the root itself."""
    folder = path.resolve() if path.is_dir() else path.parent.resolve()
    relative = folder.relative_to(root.resolve()).as_posix()
    return "" if relative == "." else relative


def _relative(request: ScanRequest, root: Path) -> tuple[str, ...] | None:
    """The files of the request, relative to the root; a file outside of it is misuse."""
    if request.files is None and request.path.is_dir():
        return None
    names = []
    for file in request.files if request.files is not None else (request.path,):
        try:
            names.append((file.parent.resolve() / file.name).relative_to(root.resolve()).as_posix())
        except ValueError as error:
            raise GovscanError(f"{file}: outside of {root}, where the policy applies") from error
    return tuple(sorted(set(names)))


def _group(references: Iterable[Reference]) -> dict[Identity, tuple[Reference, ...]]:
    """Dependencies by the model that they mean, in a stable order. Spellings that differ in case only are one."""
    by_key: dict[tuple[str, ...], list[Reference]] = {}
    for reference in references:
        if reference.certainty is Certainty.DEPENDENCY:
            by_key.setdefault(reference.identity.key, []).append(reference)
    groups = {said[0].identity: tuple(said) for said in by_key.values()}
    return {identity: groups[identity] for identity in sorted(groups, key=lambda identity: identity.key)}


def resolve_families(identities: Sequence[Identity], options: ResolveOptions) -> Mapping[Identity, Evidence]:
    """Evidence of the models and, generation by generation, of the models they were made from."""
    evidence = dict(resolve(identities, options))
    generation: Mapping[Identity, Evidence] = evidence
    for _ in range(limits.GENERATIONS):
        parents = {parent for member in generation.values() for parent in _parents(member)}
        unseen = sorted(parents - evidence.keys(), key=lambda identity: identity.key)
        room = len(identities) + limits.RELATIVES - len(evidence)
        if not unseen or room <= 0:
            break
        generation = resolve(unseen[:room], options)
        evidence.update(generation)
    return evidence


def _parents(member: Evidence) -> tuple[Identity, ...]:
    """The base models of one; none of one that cannot be read, which is told where its facts are asked for."""
    try:
        with reading(f"model {member.identity}"), TimeLimit(limits.MODEL_SECONDS):
            return base_models(member)
    except (Exception, OutOfTime):  # noqa: BLE001 - as in `_identify_all`
        return ()


def _identify_all(
    groups: Mapping[Identity, tuple[Reference, ...]],
    evidence: Mapping[Identity, Evidence],
    policy: Policy,
    now: dt.date,
) -> tuple[tuple[Model, ...], tuple[Problem, ...]]:
    models, problems = [], []
    relatives = Relatives.of(evidence)
    for identity, references in groups.items():
        contexts = tuple(dict.fromkeys(name for ref in references for name in contexts_of(policy, ref)))
        place = references[0].location if references else Location(".", 0)
        facts: Facts = Facts()
        drift: tuple[Drift, ...] = ()
        with watching() as told:
            try:
                with reading(f"model {identity}"), TimeLimit(limits.MODEL_SECONDS):
                    found = identified(identity, references, evidence[identity], relatives, policy.endpoints, now)
                    facts = found.facts
                    drift = drift_of(evidence[identity], facts)
            except OutOfTime as error:
                told.append(str(error))
            except Fell as error:
                problems.append(Problem(place.path, place.line, ProblemKind.CRASH, f"{identity}: {error}"))
            except Exception as error:  # noqa: BLE001 - a defect in one model must not lose the others
                sentence = f"govscan failed on {identity}: {type(error).__name__}: {error}"
                problems.append(Problem(place.path, place.line, ProblemKind.CRASH, sentence))
        problems += [Problem(place.path, place.line, ProblemKind.TOO_LARGE, f"{identity}: {each}") for each in told]
        models.append(Model(identity, references, evidence[identity], facts, contexts, drift))
    return tuple(models), tuple(problems)
