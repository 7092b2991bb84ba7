"""`govscan init`: a commented policy, suited to the models that were found."""

from __future__ import annotations

import re
from pathlib import Path

import click

from govscan.cli.options import write_atomically
from govscan.errors import GovscanError
from govscan.report import Model, Report

_POLICY = """\
# The policy by which `govscan scan` judges the AI models of this repository.
# {found}
govscan: 1
name: {name}

# Packs that come with govscan. `baseline` asks for known licenses without contradictions. Add the stricter ones as
# you need them: govscan:commercial, govscan:eu-residency, govscan:security-review.
extends:
{packs}

# How models are used, by path. What is not said here is asked for, never guessed.
contexts:
  production:
    paths: [{production}]
    use: commercial                 # commercial, internal or research
    # regions: [eu-central-1]       # where it runs and where its users are: countries, EU, EEA or cloud regions
    # data: [personal]              # classes of data the models see
    # monthly_active_users: 50_000  # some licenses change their terms above a number of users
    # annual_revenue_usd: 5_000_000 # or above a revenue
    # distribution: saas            # saas, on-premises or redistributed
{research}
# Files and folders that are no part of the product.
exclude: ["tests/**"]

# Your own rules, and hosts of your own that serve models.
# rules:
#   - id: data-residency
#     level: error                  # error fails the run; warning and note are shown
#     owner: data-protection
#     when: {{context.data: {{contains: personal}}}}
#     require:
#       any:
#         - {{model.access: {{is: self-hosted}}, context.regions: {{subset_of: [EU]}}}}
#         - {{endpoint.regions: {{subset_of: [EU]}}}}
#     fix: Serve the model in an EU region, or use a provider's EU endpoint.
# endpoints:
#   llm.internal.example: {{regions: [eu-central-1], operator: Our company, operator_country: DE}}
"""

_RESEARCH = """\
  research:
    paths: [{paths}]
    use: research
"""

_RESEARCH_FOLDERS = ("notebooks", "research", "experiments")


@click.command("init")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--force", is_flag=True, help="Replace a govscan.yaml that is there.")
def command(path: Path, force: bool) -> int:
    """Look at PATH (offline) and write a commented govscan.yaml into it."""
    from govscan.engine import ScanRequest, scan

    if not path.is_dir():
        raise GovscanError(f"{path}: not a folder")
    target = path / "govscan.yaml"
    if target.exists() and not force:
        raise GovscanError(f"{target} is there already; --force replaces it")
    from govscan.data import policies_folder

    report = scan(ScanRequest(path, policy=policies_folder() / "baseline.yaml", offline=True))
    write_atomically(target, policy_for(report, path).encode())
    click.echo(
        f"wrote {target}: {_found(report)}\nNext: read it, say how the models are used, then run `govscan scan`."
    )
    return 0


def policy_for(report: Report, path: Path) -> str:
    """The text of a policy for the models of a report."""
    hosted = any(model.facts.value("model.access") == "hosted-api" for model in report.models)
    packs = ["govscan:baseline"] + (["govscan:eu-residency"] if hosted else [])
    research = [f'"{name}/**"' for name in _RESEARCH_FOLDERS if (path / name).is_dir()]
    globs = sorted({_glob(model) for model in report.models} - {f"{name}/**" for name in _RESEARCH_FOLDERS})
    return _POLICY.format(
        found=_found(report),
        name=_slug(path.resolve().name),
        packs="\n".join(f"  - {pack}" for pack in packs),
        production=", ".join(f'"{glob}"' for glob in globs or ["**"]),
        research=_RESEARCH.format(paths=", ".join(research)) if research else "",
    )


def _found(report: Report) -> str:
    providers = sorted({model.identity.provider for model in report.models})
    if not providers:
        return "No model was found when this was written."
    return f"{len(report.models)} models were found when this was written ({', '.join(providers)})."


def _glob(model: Model) -> str:
    """The top folder of a model's first reference; "*" for a file at the root. A folder whose name would have to be
    escaped in YAML becomes the glob of everything."""
    head, slash, _ = model.references[0].location.path.partition("/")
    if not slash:
        return "*"
    return f"{head}/**" if re.fullmatch(r"[\w.-]+", head) else "**"


def _slug(name: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in name).strip("-").lower() + "-model-policy"
