"""Policies that extend a file of an installed package or of another repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from govscan.cli import run
from govscan.errors import InvalidInput
from govscan.evaluate import load_policy

COMPANY = """\
govscan: 1
rules:
  - {id: company-rule, level: error, require: {model.remote_code: {is: false}}}
"""


def policy_in(folder: Path, entry: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "govscan.yaml").write_text(f"govscan: 1\nextends:\n  - '{entry}'\n", encoding="utf-8")
    return folder / "govscan.yaml"


def refusal_of(folder: Path) -> str:
    with pytest.raises(InvalidInput) as caught:
        load_policy(None, folder)
    return str(caught.value)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installed package with a policy. Importing it would end the test."""
    home = tmp_path / "installed" / "acme_rules"
    home.mkdir(parents=True)
    (home / "__init__.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    (home / "company.yaml").write_text(COMPANY, encoding="utf-8")
    monkeypatch.syspath_prepend(str(home.parent))
    return "acme_rules"


def test_a_file_of_an_installed_package_is_read_and_the_package_not_imported(tmp_path: Path, package: str) -> None:
    policy_in(tmp_path / "tree", f"python:{package}/company.yaml")
    policy = load_policy(None, tmp_path / "tree")
    assert [(rule.id, rule.origin) for rule in policy.rules] == [("company-rule", "python:acme_rules/company.yaml")]
    assert package not in sys.modules
    assert [name for name, _ in policy.layers] == ["govscan.yaml", "python:acme_rules/company.yaml"]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("python:acme_rules/other.yaml", "has no file 'other.yaml'"),
        ("python:no_such_package_here/a.yaml", "is not installed"),
        ("python:acme_rules", "is no file of a package"),
        ("python:acme_rules/../../x.yaml", "is no file of a package"),
        ("python:os.path/x.yaml", "is no file of a package"),
    ],
)
def test_what_a_package_does_not_have_is_an_error(tmp_path: Path, package: str, entry: str, says: str) -> None:
    assert package
    policy_in(tmp_path / "tree", entry)
    said = refusal_of(tmp_path / "tree")
    assert says in said
    assert said.startswith("govscan.yaml:3:5")


def test_a_package_in_the_scanned_tree_is_not_an_installed_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "tree" / "sneaky_rules"
    policy_in(tmp_path / "tree", "python:sneaky_rules/p.yaml")
    inside.mkdir()
    (inside / "__init__.py").write_text("", encoding="utf-8")
    (inside / "p.yaml").write_text(COMPANY, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "tree"))
    assert "has no file 'p.yaml'" in refusal_of(tmp_path / "tree")


@pytest.fixture
def company(tmp_path: Path) -> tuple[str, str]:
    """A real git repository with a policy: its address, and a commit."""
    home = tmp_path / "company"
    home.mkdir()
    (home / "rules").mkdir()
    (home / "rules" / "p.yaml").write_text(COMPANY, encoding="utf-8")

    def git(*words: str) -> str:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *identity, *words], cwd=home, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "-q")
    git("config", "uploadpack.allowAnySHA1InWant", "true")
    git("add", ".")
    git("commit", "-q", "-m", "rules")
    return f"git+file://{home}", git("rev-parse", "HEAD")


def test_another_repository_is_stored_once_and_then_read_without_network(
    tmp_path: Path, company: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    address, commit = company
    file = policy_in(tmp_path / "tree", f"{address}@{commit}#rules/p.yaml")
    assert "run `govscan policy vendor`" in refusal_of(tmp_path / "tree")
    assert run(["policy", "vendor", str(file)]) == 0
    policy = load_policy(None, tmp_path / "tree")
    assert [rule.id for rule in policy.rules] == ["company-rule"]
    assert policy.rules[0].origin.endswith(f"@{commit}#rules/p.yaml")
    capsys.readouterr()
    assert run(["policy", "vendor", str(file)]) == 0
    assert "is there already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tail", "says"),
    [
        ("@main#rules/p.yaml", "'main' is no full commit"),
        ("@0123abc#rules/p.yaml", "is no full commit"),
        (f"@{'0' * 40}#../p.yaml", "no path inside"),
        (f"@{'0' * 40}", "is no place in a repository"),
    ],
)
def test_only_a_full_commit_and_a_path_inside_will_do(tmp_path: Path, tail: str, says: str) -> None:
    policy_in(tmp_path / "tree", f"git+https://example.org/o/r{tail}")
    assert says in refusal_of(tmp_path / "tree")


def test_a_commit_that_is_not_there_ends_with_a_sentence_and_writes_nothing(
    tmp_path: Path, company: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    address, _ = company
    file = policy_in(tmp_path / "tree", f"{address}@{'1' * 40}#rules/p.yaml")
    assert run(["policy", "vendor", str(file)]) == 2
    assert "git fetch failed" in capsys.readouterr().err
    assert not (tmp_path / "tree" / ".govscan").exists()


def test_the_lock_records_what_comes_from_elsewhere(
    tmp_path: Path, package: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    tree = tmp_path / "tree"
    policy_in(tree, f"python:{package}/company.yaml")
    assert run(["lock", str(tree)]) == 0
    assert '[policies]\n"python:acme_rules/company.yaml" = "' in (tree / "govscan.lock").read_text(encoding="utf-8")
    assert run(["scan", str(tree), "--locked"]) == 0
    company = tmp_path / "installed" / "acme_rules" / "company.yaml"
    company.write_text(COMPANY.replace("error", "note"), encoding="utf-8")
    capsys.readouterr()
    assert run(["scan", str(tree), "--offline"]) == 0
    assert "is not the one that govscan.lock records" in " ".join(capsys.readouterr().out.split())
    assert run(["scan", str(tree), "--locked"]) == 2
    assert "run `govscan lock`" in capsys.readouterr().err
