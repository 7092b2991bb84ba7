"""`govscan policy`: for the people who own the rules."""

from __future__ import annotations

import json
from pathlib import Path

import click

from govscan.errors import GovscanError, InvalidInput


@click.group("policy")
def command() -> None:
    """Check the policy."""


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
