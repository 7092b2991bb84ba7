"""The command line: options, one call, one render, one exit code. Click lives here and nowhere else.

Exit codes: 0 clean (or warnings only), 1 policy violated, 2 usage or an invalid policy, review, waiver or lock,
3 could not decide, 70 internal error, 130 interrupted. 1 wins over 3.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from govscan.errors import GovscanError
from govscan.version import __version__

# verb -> (module, what it is for). The module is imported when the verb is used.
VERBS = {
    "scan": ("scan", "Find the models of a tree and judge them by the policy."),
    "check": ("check", "Judge only these files, offline: the commit hook."),
    "gate": ("gate", "Compare two commits and fail what the change brings: the CI gate."),
    "audit": ("audit", "The full report of one or many repositories, in many formats."),
    "history": ("history", "Past audits: figures over time, and which models fit a condition."),
    "why": ("why", "Everything known about one model, and where it comes from."),
    "identify": ("identify", "Which license a file is, by its text."),
    "fleet": ("fleet", "Judge hundreds of thousands of models: dumps of cards, mirrors, many repositories."),
    "notice": ("notice", "The texts and attributions that the licenses ask a release to carry."),
    "lock": ("lock", "Resolve every model and write govscan.lock."),
    "cache": ("cache", "What this machine remembers of models: info, prune."),
    "pin": ("pin", "Show or make the edits that pin models to a commit."),
    "policy": ("policy", "Check, show, test and compare policies."),
    "approve": ("approve", "Put a review of a model on record."),
    "waive": ("waive", "Put on record that a finding is accepted for a time."),
    "baseline": ("baseline", "Record today's findings, so that only new ones fail."),
    "reviews": ("reviews", "List reviews and waivers, remove those that have ended."),
    "init": ("init", "Write a commented policy suited to this repository."),
}


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are used, so that a hook pays for its own verb only."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = import_module(f"govscan.cli.{VERBS[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(verb, short) for verb, (_, short) in VERBS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], VERBS, n=1)
            ctx.fail(f"no such command {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="govscan %(version)s")
def group() -> None:
    """Which AI models does this repository depend on, under which terms, and what does your policy say?

    \b
    First run:      govscan scan
    With a policy:  govscan init && govscan scan
    Explain:        govscan why Qwen/Qwen3-8B

    Exit codes: 0 clean or warnings only, 1 policy violated, 2 usage or an invalid policy, review, waiver or lock,
    3 could not decide (unknown facts, network, unreadable input), 70 internal error.
    """


def run(args: list[str] | None = None) -> int:
    """Carry out a command line and give its exit code; `args` default to those of the process."""
    try:
        outcome = group.main(args=args, prog_name="govscan", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        return _interrupted()
    except KeyboardInterrupt:
        return _interrupted()
    except GovscanError as error:
        click.echo(f"govscan: {error}", err=True)
        return 2
    except BrokenPipeError:  # the reader of stdout has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: a defect must not look like a finding
        return _internal(error)


def _interrupted() -> int:
    click.echo("govscan: interrupted; nothing was written", err=True)
    return 130


def _internal(error: Exception) -> int:
    if os.environ.get("GOVSCAN_DEBUG"):
        import traceback

        traceback.print_exc()
    click.echo(
        f"govscan: internal error: {type(error).__name__}: {error}\n"
        "govscan: this is a defect of govscan; set GOVSCAN_DEBUG=1 for the details to report",
        err=True,
    )
    return 70
