"""What users copy from the documentation works: every block parses, every command line is one that govscan takes."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from govscan.audit import FILES
from govscan.cli import group
from govscan.evaluate import load_policy
from govscan.render import COMPARISONS, FORMATS

ROOT = Path(__file__).parents[1]
PAGES = ("docs/ci.md", "docs/recipes.md")
SCRIPTS = ("action.yml", "action/gate.sh", "templates/govscan/template.yml")
BLOCKS = [
    (page, number, match[1], match[2])
    for page in PAGES
    for number, match in enumerate(
        re.finditer(r"^```(\w+)\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    )
]


def commands(text: str) -> Iterator[list[str]]:
    """Every call of govscan in a script, without what a shell does with its output."""
    joined = re.sub(r"\\\n\s*", " ", text)
    for match in re.finditer(r"(?:^|[\s'\"])govscan ((?:[a-z]+)(?: [^\n|;&>#]*)?)", joined):
        line = match[1].strip()
        quotes = (line.count("'") % 2 and "'") or (line.count('"') % 2 and '"') or ""
        yield shlex.split(line.rstrip(quotes) if quotes else line)


def accept(words: list[str]) -> None:
    """Raises click's usage error where govscan does not take these words."""
    command: click.Command = group
    context = click.Context(group, info_name="govscan")
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, f"there is no verb {words[0]}"
        command, words = found, words[1:]
    parser = command.make_parser(click.Context(command))
    parser.parse_args([word for word in words if word != "--help"])


def scripts(value: Any) -> Iterator[str]:
    """Every text of a YAML document that a shell gets."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key in ("run", "script", "before_script"):
                yield "\n".join(entry) if isinstance(entry, list) else entry
            else:
                yield from scripts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from scripts(entry)


def test_there_are_blocks() -> None:
    assert {language for _, _, language, _ in BLOCKS} >= {"yaml", "sh", "groovy"}


@pytest.mark.parametrize(("page", "number", "language", "text"), BLOCKS)
def test_block(page: str, number: int, language: str, text: str, tmp_path: Path) -> None:
    match language:
        case "yaml":
            document = yaml.safe_load(text)
            if isinstance(document, dict) and document.get("govscan") == 1:
                (tmp_path / "govscan.yaml").write_text(text)
                assert load_policy(None, tmp_path).rules
            shell = list(scripts(document))
        case "sh":
            shell = [text]
        case "json":
            json.loads(text)
            shell = []
        case "groovy":
            assert text.count("{") == text.count("}")
            shell = re.findall(r"sh '([^']*)'", text)
        case _:
            assert language == "text"
            shell = []
    for script in shell:
        checked = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr
        for words in commands(script):
            accept(words)


def test_commands_are_found_and_wrong_ones_refused() -> None:
    assert list(commands("x && govscan scan a --offline > out")) == [["scan", "a", "--offline"]]
    with pytest.raises(click.UsageError):
        accept(["scan", "--of-line"])
    with pytest.raises(AssertionError):
        accept(["scna"])
    found = [words for _, _, _, text in BLOCKS for words in commands(text)]
    assert len(found) >= 15


def test_every_format_is_explained() -> None:
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in (*FORMATS, *COMPARISONS, *FILES))


def test_the_component_and_its_inputs() -> None:
    header, job = yaml.safe_load_all((ROOT / "templates/govscan/template.yml").read_text(encoding="utf-8"))
    text = json.dumps(job)
    for name in header["spec"]["inputs"]:
        assert f"$[[ inputs.{name} ]]" in text
    assert set(re.findall(r"inputs\.(\w+)", text)) == set(header["spec"]["inputs"])
    for script in scripts(job):
        for words in commands(script):
            accept(words)
