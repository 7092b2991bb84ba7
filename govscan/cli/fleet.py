"""`govscan fleet`: the same engine over hundreds of thousands of models, and questions about what it found."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

VERBS = {
    "run": ("fleet_run", "Judge every model of SOURCE; what `govscan fleet SOURCE` does."),
    "query": ("fleet_query", "Questions about a finished run: drift, labels, territory, families, policies."),
}
DEFAULT = "run"


class _FleetGroup(click.Group):
    """Commands that are imported when they are used; what names none of them is the source of a run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [verb for verb, (module, _) in VERBS.items() if find_spec(f"govscan.cli.{module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"govscan.cli.{VERBS[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in VERBS and args[0] not in ctx.help_option_names:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(verb, VERBS[verb][1]) for verb in self.list_commands(ctx)])


@click.group("fleet", cls=_FleetGroup)
def command() -> None:
    """Judge a whole fleet of models by the policy: mirrored models, a hub, many repositories.

    \b
    govscan fleet cards.parquet --policy govscan.yaml -o fleet
    govscan fleet /srv/models --policy govscan.yaml -o fleet
    govscan fleet --help            what can be asked about the findings
    govscan fleet run --help        sources and options of a run

    A source that is named like a command is written with its folder: `govscan fleet ./query`.
    """
