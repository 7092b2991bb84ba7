"""`govscan policy test`: the cases of a policy, run like unit tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govscan.errors import GovscanError
from govscan.policy import Policy

if TYPE_CHECKING:
    from govscan.evaluate.coverage import Coverage
    from govscan.evaluate.trial import Suite, Trial

SUITE_NAMES = ("govscan.tests.yaml", ".govscan/tests")
SHOWN = 20  # tests of rules that nothing has tried


@click.command("test")
@click.argument("files", type=click.Path(path_type=Path, exists=True), nargs=-1)
@click.option("--policy", type=click.Path(path_type=Path), help="Policy to test, in place of the one a file names.")
@click.option("--min-coverage", type=click.IntRange(0, 100), default=0, help="Fail below this share, in percent.")
@click.option("--format", "format_", type=click.Choice(("terminal", "json")), default="terminal", show_default=True)
def command(files: tuple[Path, ...], policy: Path | None, min_coverage: int, format_: str) -> int:
    """Run the test cases of a policy: facts in, verdicts out (default: govscan.tests.yaml and .govscan/tests/*.yaml).

    Exit code 0 if all is as expected, 1 if a case fails or too little is tried, 2 if a file is invalid.

    \b
    govscan policy test
    govscan policy test policies/tests/baseline.yaml --min-coverage 80
    """
    from govscan.evaluate import load_policy
    from govscan.evaluate.coverage import coverage_of
    from govscan.evaluate.trial import load_suite, try_case

    suites = [load_suite(file, file.as_posix()) for file in _files(files)]
    by_policy: dict[str, tuple[Policy, list[Trial]]] = {}
    for suite, file in zip(suites, _files(files), strict=True):
        wanted = policy or _policy_of(suite, file)
        judged = load_policy(wanted, Path())
        trials = by_policy.setdefault(judged.source, (judged, []))[1]
        trials += [try_case(judged, case) for case in suite.cases]
    results = [(judged, trials, coverage_of(judged, trials)) for judged, trials in by_policy.values()]
    if format_ == "json":
        import json

        click.echo(json.dumps([_plain(*result) for result in results], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(line for result in results for line in _lines(*result)))
    wrong = any(trial.mistakes for _, trials, _ in results for trial in trials)
    return 1 if wrong or any(round(coverage.share * 100) < min_coverage for _, _, coverage in results) else 0


def _files(files: Sequence[Path]) -> list[Path]:
    """The files themselves, those of folders, or those at the usual places."""
    given = files or [path for name in SUITE_NAMES if (path := Path(name)).exists()]
    found = [file for path in given for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    if not found:
        raise GovscanError("no test cases: write govscan.tests.yaml (see docs/policy-testing.md) or name a file")
    return found


def _policy_of(suite: Suite, file: Path) -> Path | None:
    """The policy that the suite names, else the one that governs this folder."""
    if suite.policy is None or suite.policy.startswith("govscan:"):
        return Path(suite.policy) if suite.policy else None
    return file.parent / suite.policy


def _lines(policy: Policy, trials: Sequence[Trial], coverage: Coverage) -> Iterator[str]:
    from govscan.render.escape import visible

    failed = [trial for trial in trials if trial.mistakes]
    for trial in failed:
        yield f"FAILED {trial.case.place}: {visible(trial.case.name)}"
        yield from (f"  {visible(mistake)}" for mistake in trial.mistakes)
    silent = [rule for rule, verdicts in coverage.verdicts.items() if not {"pass", "fail"} & set(verdicts)]
    yield (
        f"{policy.source}: {len(trials)} cases, {len(failed)} failed; "
        f"{len(policy.rules) - len(silent)} of {len(policy.rules)} rules passed or failed in some case, "
        f"coverage {coverage.share:.0%}"
    )
    for rule, test, lacking in coverage.untried[:SHOWN]:
        outcomes = " nor ".join("holds" if truth == "true" else "does not hold" for truth in lacking)
        yield f"  no case in which {test.fact} {test.operator} ({rule}, {test.place}) {outcomes}"
    if len(coverage.untried) > SHOWN:
        yield f"  and {len(coverage.untried) - SHOWN} more"


def _plain(policy: Policy, trials: Sequence[Trial], coverage: Coverage) -> dict[str, Any]:
    return {
        "policy": policy.source,
        "digest": policy.digest,
        "cases": [
            {
                "name": trial.case.name,
                "place": str(trial.case.place),
                "passed": not trial.mistakes,
                "mistakes": list(trial.mistakes),
                "verdicts": {rule: str(finding.verdict) for rule, finding in trial.findings.items()},
            }
            for trial in trials
        ],
        "coverage": {
            "share": round(coverage.share, 4),
            "verdicts": {rule: [str(one) for one in verdicts] for rule, verdicts in coverage.verdicts.items()},
            "untried": [
                {"rule": rule, "fact": test.fact, "operator": str(test.operator), "place": str(test.place),
                 "lacking": [str(truth) for truth in lacking]}
                for rule, test, lacking in coverage.untried
            ],
        },
    }  # fmt: skip
