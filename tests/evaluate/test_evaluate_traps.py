"""The table "Traps of other gates" of docs/policy.md: each row is a tree here, run as a user would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govscan.cli import run

PAGE = Path(__file__).parents[2] / "docs" / "policy.md"
APP = "from transformers import AutoModel\nAutoModel.from_pretrained('{model}')\n"
UNKNOWN = "some-org-nobody-knows/some-model"
FORBIDDEN = "CohereLabs/c4ai-command-r-v01"  # the catalog knows it as non-commercial
COMMERCIAL = "contexts: {all: {paths: ['**'], use: commercial}}\n"
RULE = "rules:\n  - {id: use, level: error, require: {license.commercial_use: {in: [allowed, conditional]}}}\n"
WAIVER = """\
govscan_waivers: 1
waivers:
  - id: W-1
    rule: use
    model: pkg:huggingface/CohereLabs/c4ai-command-r-v01
    reason: license-acquired
    statement: Agreement C-123
    approver: "github:legal-lead"
    created: 2026-01-01
    expires: 2026-12-31
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "app.py").write_text(APP.format(model=FORBIDDEN), encoding="utf-8")
    write(tmp_path / "tree" / "govscan.yaml", f"govscan: 1\n{COMMERCIAL}{RULE}")
    return tmp_path / "tree"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def scan(tree: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """Exit code, and everything that was said."""
    code = run(["scan", str(tree), "--offline", "--now", "2026-11-24", *options])
    said = capsys.readouterr()
    return code, re.sub(r"\s+", " ", said.out + said.err)


def test_without_a_trap_the_tree_fails_and_a_waiver_settles_it(tree: Path, capsys) -> None:
    assert scan(tree, capsys)[0] == 1
    write(tree / ".govscan" / "waivers.yaml", WAIVER)
    code, said = scan(tree, capsys)
    assert code == 0
    assert "W-1" in said


def test_unknown_passes(tree: Path, capsys) -> None:
    write(tree / "app.py", APP.format(model=UNKNOWN))
    code, said = scan(tree, capsys)
    assert code == 3
    assert UNKNOWN in said


def test_expired_waiver(tree: Path, capsys) -> None:
    write(tree / ".govscan" / "waivers.yaml", WAIVER.replace("2026-12-31", "2026-11-23"))
    code, said = scan(tree, capsys)
    assert code == 1
    assert "expired on 2026-11-23 and no longer counts" in said


def test_typo_in_key(tree: Path, capsys) -> None:
    write(tree / "govscan.yaml", f"govscan: 1\n{RULE}".replace("require", "requires"))
    code, said = scan(tree, capsys)
    assert code == 2
    assert re.search(r"govscan\.yaml:3:\d+: .*did you mean 'require'", said)


def test_bad_date(tree: Path, capsys) -> None:
    write(tree / ".govscan" / "waivers.yaml", WAIVER.replace("2026-12-31", "2026-13-31"))
    code, said = scan(tree, capsys)
    assert code == 2
    assert "waivers.yaml:10:14" in said


def test_zero_rules(tree: Path, capsys) -> None:
    write(tree / "govscan.yaml", f"govscan: 1\n{COMMERCIAL}")
    code, said = scan(tree, capsys)
    assert code == 2
    assert "the policy has no rules" in said


def test_missing_field(tree: Path, capsys) -> None:
    rule = "rules:\n  - {id: use, level: error, require: {not: {artifacts.hub_scan: {is: unsafe}}}}\n"
    write(tree / "govscan.yaml", f"govscan: 1\n{COMMERCIAL}{rule}")
    code, said = scan(tree, capsys)
    assert code == 3
    assert "artifacts.hub_scan" in said


def test_config_inside_the_scanned_code(tree: Path, tmp_path: Path, capsys) -> None:
    write(tmp_path / "company.yaml", f"govscan: 1\n{COMMERCIAL}{RULE}")
    loose = "rules:\n  - {id: use, level: note, require: {model.id: {exists: true}}}\n"
    write(tree / "govscan.yaml", f"govscan: 1\n{loose}")
    write(tree / ".govscan" / "waivers.yaml", WAIVER)
    assert scan(tree, capsys, "--policy", str(tmp_path / "company.yaml"))[0] == 1


def test_stale_exception(tree: Path, capsys) -> None:
    write(tree / ".govscan" / "waivers.yaml", WAIVER)
    write(tree / "app.py", APP.format(model="Qwen/Qwen3-8B"))
    assert "W-1 was not needed" in scan(tree, capsys)[1]


def test_wrong_pin(tree: Path, capsys) -> None:
    pinned = WAIVER.replace("c4ai-command-r-v01", f"c4ai-command-r-v01@{'a' * 40}")
    write(tree / ".govscan" / "waivers.yaml", pinned)
    write(tree / "app.py", APP.format(model=FORBIDDEN).replace("')", f"', revision='{'b' * 40}')"))
    code, said = scan(tree, capsys)
    assert code == 1
    assert "W-1 was not needed" in said


def test_glob_too_wide(tree: Path, capsys) -> None:
    write(tree / ".govscan" / "waivers.yaml", WAIVER.replace("c4ai-command-r-v01", "*"))
    code, said = scan(tree, capsys)
    assert code == 2
    assert "waivers.yaml:5:12" in said
    write(tree / ".govscan" / "waivers.yaml", WAIVER)
    assert "a wide waiver for every context and every revision" in scan(tree, capsys)[1]


def test_two_owners(tree: Path, capsys) -> None:
    write(tree / "one.yaml", f"govscan: 1\n{RULE}")
    write(tree / "two.yaml", f"govscan: 1\n{RULE}".replace("level: error", "level: note"))
    write(tree / "govscan.yaml", "govscan: 1\nextends: [one.yaml, two.yaml]\n")
    code, said = scan(tree, capsys)
    assert code == 2
    assert "two.yaml:3" in said
    assert "lowers the level" in said


def test_exit_0_on_error(tree: Path, capsys) -> None:
    write(tree / "app.py", APP.format(model=UNKNOWN) + "def (\n")
    code, said = scan(tree, capsys)
    assert code == 3
    assert "app.py:3" in said


def test_the_table_and_the_tests_are_the_same() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page.split("## Traps of other gates")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)[1:]
    tests = {name.removeprefix("test_").replace("_", " ") for name in globals() if name.startswith("test_")}
    assert len(rows) == 12
    assert set(rows) <= tests
