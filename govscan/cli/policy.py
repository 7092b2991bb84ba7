"""`govscan policy`: for the people who own the rules."""

from __future__ import annotations

import json
from pathlib import Path

import click

from govscan.cli.policy_diff import command as diff
from govscan.cli.policy_test import command as test
from govscan.errors import GovscanError, InvalidInput


@click.group("policy")
def command() -> None:
    """Check, show, test and compare policies."""


@command.command("lint")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1)
def lint(files: tuple[Path, ...]) -> int:
    """Check policies, and the reviews and waivers beside them (default: the policy that governs this folder).

    Every mistake is shown as file:line:column with what was probably meant. Exit code 2 if there is any.
    """
    from govscan.evaluate import load_ledger, load_policy

    mistakes = 0
    for file in files or (None,):
        try:
            policy = load_policy(_policy_beside(file), Path())
            home = Path(policy.source).parent
            ledger = load_ledger(home)
        except InvalidInput as error:
            click.echo(str(error), err=True)
            mistakes += len(error.diagnostics)
            continue
        if policy.notice:
            raise GovscanError("no govscan.yaml here or above; name the file to check, or run `govscan init`")
        mistakes += _against_schema(Path(policy.source))
        click.echo(
            f"{policy.source}: {len(policy.rules)} rules, {len(policy.contexts)} contexts, "
            f"{len(ledger.reviews)} reviews, {len(ledger.waivers)} waivers (sha256 {policy.digest[:12]})"
        )
    return 2 if mistakes else 0


@command.command("show")
@click.argument("policy", type=click.Path(path_type=Path), required=False)
@click.option("--format", "format_", type=click.Choice(("yaml", "json")), default="yaml", show_default=True)
def show(policy: Path | None, format_: str) -> int:
    """Print POLICY (a file, or a pack such as govscan:baseline) with all that it extends resolved.

    Every rule says where it comes from. The YAML is a policy itself, which extends nothing.
    """
    from govscan.evaluate import load_policy
    from govscan.render.policy_text import policy_data, policy_text

    found = load_policy(policy, Path())
    click.echo(
        policy_text(found) if format_ == "yaml" else json.dumps(policy_data(found), indent=2), nl=format_ == "json"
    )
    return 0


@command.command("vendor")
@click.argument("policy", type=click.Path(path_type=Path, exists=True, dir_okay=False), default="govscan.yaml")
def vendor(policy: Path) -> int:
    """Store what POLICY extends from other repositories beside it, in .govscan/policies (needs git and the network).

    Commit what it writes: scans, the hook and CI read these copies and fetch nothing.
    """
    from govscan.cli.options import write_atomically
    from govscan.evaluate.vendoring import fetched, wanted_by

    wanted = list(wanted_by(policy))
    for each in wanted:
        target = policy.parent / each.copy
        if target.is_file():
            click.echo(f"{target} is there already")
            continue
        data = fetched(each)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, data)
        click.echo(f"wrote {target}")
    if not wanted:
        click.echo(f"{policy} extends nothing from another repository")
    return 0


command.add_command(test)
command.add_command(diff)


def _policy_beside(file: Path | None) -> Path | None:
    """The policy a file belongs to: itself, or for `.govscan/reviews.yaml` the one beside that folder."""
    if file is not None and file.parent.name == ".govscan":
        return file.parent.parent / "govscan.yaml"
    return file


def _against_schema(path: Path) -> int:
    """What an editor would complain about; the loader has accepted the file, so this finds what only the public
    schema knows. The number of complaints."""
    import jsonschema

    from govscan.data import schemas_folder
    from govscan.marked import parse_yaml

    schema = json.loads((schemas_folder() / "policy.schema.json").read_text(encoding="utf-8"))
    plain = parse_yaml(path.read_text(encoding="utf-8"))[0].plain()
    complaints = sorted(jsonschema.Draft202012Validator(schema).iter_errors(plain), key=lambda error: error.json_path)
    for complaint in complaints:
        click.echo(f"{path}: {complaint.json_path}: {complaint.message}", err=True)
    return len(complaints)
