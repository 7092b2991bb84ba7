"""Requests that want to be judged leniently: each still fails or is undecided, and says why."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from fakes import weights
from fakes.hub import Hub, isolate
from fakes.repository import Repository
from gating import BAD, GOOD, POLICY, gated, refused, team

from govscan.cli import run

FORBIDDEN = "Qwen/Qwen2.5-Coder-3B-Instruct"
WAIVER = f"""\
govscan_waivers: 1
waivers:
  - {{id: W-1, rule: commercial-use, model: {FORBIDDEN}, reason: accepted-risk, statement: fine, approver: me,
     created: 2026-01-01, expires: 2026-12-31}}
"""
LOOSE = POLICY + "overrides:\n  - {rule: commercial-use, reason: no, disabled: true}\n"


@pytest.fixture(autouse=True)
def nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path / "home")


def sentences(report: dict) -> str:
    return "\n".join(f"{each['path']} {each['sentence']}" for each in report["records"])


def fails(report: dict) -> set[str]:
    found = [each["finding"] for each in report["new"]]
    return {each["rule"] for each in found if each["verdict"] == "fail" and each["level"] == "error"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({".govscan/waivers.yaml": WAIVER}, "waiver W-1 added"),
        ({"govscan.yaml": LOOSE}, "becomes team"),
        ({"govscan.yaml": POLICY.replace("services/**", "elsewhere/**")}, "becomes team"),
        ({"govscan.yaml": POLICY + "exclude: [services]\n"}, "becomes team"),
        ({"services/govscan.yaml": LOOSE}, "decides nothing here"),
        ({"services/.govscan/waivers.yaml": WAIVER}, ""),
        ({".gitignore": "services/\n"}, ""),
        ({"services/.gitignore": "*\n"}, ""),
        ({"services/pyvenv.cfg": "home = /usr\n"}, ""),
        ({"GOVSCAN.YAML": LOOSE, ".GOVSCAN/waivers.yaml": WAIVER}, ""),
    ],
)
def test_a_forbidden_model_with_its_own_excuse(
    files: dict[str, str], said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repository = team(tmp_path)
    repository.commit("sneak", {"services/more.py": BAD, **files})
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert fails(report) == {"commercial-use"}
    assert said in sentences(report)
    assert all(not each["in_force"] for each in report["records"])


def test_who_trusts_the_head_gets_what_it_says(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("sneak", {"services/more.py": BAD, ".govscan/waivers.yaml": WAIVER})
    code, report = gated(repository, capfd, "--offline", "--trust-head-policy")
    assert code == 0
    assert all(each["in_force"] for each in report["records"])
    assert any("chose what it is judged by" in line for line in report["warnings"])


def test_an_ignore_comment(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("sneak", {"services/more.py": BAD.rstrip() + "  # govscan: ignore[nothing to see]\n"})
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert "would hide" in sentences(report)
    assert "nothing to see" in sentences(report)


def test_an_ignore_comment_of_the_base_counts(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    hidden = BAD.rstrip() + "  # govscan: ignore[a test double]\n"
    repository.commit("base", {"govscan.yaml": POLICY, "services/more.py": hidden})
    repository.git("checkout", "-q", "-b", "change")
    changed = hidden.replace(")  #", ", trust_remote_code=True)  #")
    repository.git("mv", "services/more.py", "services/moved.py")
    repository.commit("moved")
    repository.git("checkout", "-q", "-b", "next")
    repository.commit("harmless", {"services/moved.py": "# a comment\n" + changed})
    for base in ("main", "change"):
        code, report = gated(repository, capfd, "--offline", "--all", base=base)
        assert code == (0 if base == "change" else 1)  # moved and changed at once: nobody can tell it is the same file
        assert bool(report["records"]) == (base == "main")


@pytest.mark.parametrize("path", ["services/more.py", "services/other.py"])
def test_an_ignore_comment_that_is_copied(path: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The comment of the base is for the line that it stands on, in whatever file it is copied to."""
    repository = Repository(tmp_path / "repository")
    hidden = BAD.rstrip() + "  # govscan: ignore[a test double]\n"
    repository.commit("base", {"govscan.yaml": POLICY, "services/more.py": hidden})
    repository.git("checkout", "-q", "-b", "change")
    used = hidden.replace(")  #", ", revision='main', trust_remote_code=True)  #")
    repository.commit("sneak", {path: hidden + used if path == "services/more.py" else used})
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert "would hide" in sentences(report)


def test_a_symlinked_policy(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.write({"services/more.py": BAD, "docs/loose.yaml": LOOSE})
    (repository.folder / "govscan.yaml").unlink()
    (repository.folder / "govscan.yaml").symlink_to("docs/loose.yaml")
    repository.commit("sneak")
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert fails(report) == {"commercial-use"}
    assert "symbolic link" in sentences(report)


def test_an_old_base_with_a_looser_policy(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Who branches from before the policy was tightened is judged by the policy of today."""
    repository = Repository(tmp_path / "repository")
    repository.commit("loose", {"govscan.yaml": LOOSE, "services/app.py": GOOD})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit("sneak", {"services/more.py": BAD})
    repository.git("checkout", "-q", "main")
    repository.commit("tight", {"govscan.yaml": POLICY})
    repository.git("checkout", "-q", "change")
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert fails(report) == {"commercial-use"}


def test_a_policy_that_extends_a_file_of_the_head(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    files = {"govscan.yaml": POLICY.replace("[govscan:baseline]", "[company/rules.yaml]"), "services/app.py": GOOD}
    rules = "govscan: 1\nname: company\nextends: [govscan:baseline]\n"
    repository.commit("base", {**files, "company/rules.yaml": rules})
    repository.git("checkout", "-q", "-b", "change")
    loose = rules + "overrides:\n  - {rule: commercial-use, reason: no, disabled: true}\n"
    repository.commit("sneak", {"services/more.py": BAD, "company/rules.yaml": loose})
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert fails(report) == {"commercial-use"}
    assert "becomes team" in sentences(report)


def test_a_sub_tree_that_loosens_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "repository")
    rule = "{id: no-coder, level: error, require: {model.publisher: {is_not: Alibaba}}}"
    sub = f"govscan: 1\nrules:\n  - {rule.replace('Alibaba', 'Alibaba Cloud (Alibaba Group Holding Limited)')}\n"
    root = POLICY + "subtrees: [services]\n"
    repository.commit("base", {"govscan.yaml": root, "services/govscan.yaml": sub, "services/app.py": "# nothing\n"})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit("sneak", {"services/app.py": GOOD, "services/govscan.yaml": "govscan: 1\nrules: []\n"})
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert fails(report) == {"no-coder"}
    assert "1 get looser" in sentences(report)


def test_a_policy_that_no_run_could_read_afterwards(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("break it", {"govscan.yaml": POLICY.replace("extends", "extnds")})
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert "govscan.yaml:3" in sentences(report)
    assert str(tmp_path) not in sentences(report)


def test_a_huge_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.commit("sneak", {"services/more.py": BAD.encode() + b"#" * (21 * 1024 * 1024)})
    code, report = gated(repository, capfd, "--offline")
    assert code == 3
    assert [problem["path"] for problem in report["problems"]] == ["services/more.py"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("services/more.py", "Qwеn/Qwen3-8B"),  # a Cyrillic e
        ("services/more.py", "Qwen/Qwen３-8B"),  # a full-width 3
        ("servіces/more.py", FORBIDDEN),  # a Cyrillic i
    ],
)
def test_names_that_are_not_what_they_look_like(
    path: str, name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repository = team(tmp_path)
    repository.commit("sneak", {path: BAD.replace(FORBIDDEN, name)})
    code, report = gated(repository, capfd, "--offline")
    assert code in (1, 3)
    assert "looks like another one: it has" in sentences(report)


CARD = "---\nlicense: cc-by-nc-4.0\n---\n# Small\n"
APP = GOOD.replace("Qwen/Qwen3-8B", "acme/small")


def forged_lock(hub: Hub, repository: Repository) -> str:
    """A lock as `govscan lock` writes it, edited to say Apache."""
    (repository.folder / "services").mkdir(exist_ok=True)
    (repository.folder / "services" / "app.py").unlink(missing_ok=True)  # the fake hub does not have its model
    (repository.folder / "services" / "small.py").write_text(APP)
    assert run(["lock", str(repository.folder)]) == 0
    honest = (repository.folder / "govscan.lock").read_text()
    assert "CC-BY-NC-4.0" in honest
    return honest


@pytest.mark.parametrize("option", ["", "--offline", "--locked"])
def test_a_lock_edited_to_claim_apache(
    option: str, hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.add("acme/small", {"README.md": CARD, "model.safetensors": b"x", "config.json": "{}"})
    repository = team(tmp_path)
    honest = forged_lock(hub, repository)
    repository.commit("sneak", {"govscan.lock": honest.replace("CC-BY-NC-4.0", "Apache-2.0")})
    code, report = gated(repository, capfd, *([option] if option else []))
    if option:
        assert code == 3
        assert "nobody verified" in sentences(report)
    else:
        assert code == 1
        assert "commercial-use" in fails(report)
        assert "license_concluded is Apache-2.0, read today: CC-BY-NC-4.0" in sentences(report)


@pytest.mark.parametrize("option", ["", "--offline", "--locked"])
def test_a_lock_of_the_base_edited_to_claim_apache(
    option: str, hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The entry was there, and the model moves into production with it."""
    hub.add("acme/small", {"README.md": CARD, "model.safetensors": b"x", "config.json": "{}"})
    repository = Repository(tmp_path / "repository")
    honest = forged_lock(hub, repository)
    repository.commit("base", {"govscan.yaml": POLICY, "lab/small.py": APP})
    repository.git("rm", "-q", "services/small.py")
    repository.commit("base", {"govscan.lock": honest})
    repository.git("checkout", "-q", "-b", "change")
    forged = honest.replace("CC-BY-NC-4.0", "Apache-2.0")
    repository.commit("sneak", {"services/small.py": APP, "govscan.lock": forged})
    code, report = gated(repository, capfd, *([option] if option else []))
    assert code == 1
    assert "commercial-use" in fails(report)


CODE = {"config.json": '{"auto_map": {"A": "modeling_a.A"}}', "modeling_a.py": "import subprocess\n"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"artifacts.unsafe_globals" = [\n    "posix.system",\n]', '"artifacts.unsafe_globals" = []'),
        ('"model.remote_code_capabilities" = [\n    "process",\n]', '"model.remote_code_capabilities" = []'),
        ('"modeling_a.py" = "', '"modeling_a.py" = "0000'),
        ("code_from = [", "code_from = [\n    'other/repo',"),
    ],
)
def test_a_lock_edited_to_hide_what_runs(
    before: str, after: str, hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    mapped = '{"auto_map": {"A": "modeling_a.A", "B": "house/code--b.B"}}' if "code_from" in before else None
    files = {"README.md": CARD, "model.bin": pickle.dumps(weights.Runs()), **CODE}
    hub.add("acme/small", files | ({"config.json": mapped} if mapped else {}))
    repository = team(tmp_path)
    honest = forged_lock(hub, repository)
    assert before in honest
    forged = honest.replace(before, after)
    if "0000" in after:
        at = forged.index("0000", forged.index('"modeling_a.py" = ')) + 64
        forged = forged[:at] + forged[at + 4 :]
    repository.commit("sneak", {"govscan.lock": forged})
    code, report = gated(repository, capfd)
    assert code == 1
    assert "is not what is read today" in sentences(report)


def test_an_honest_lock_is_said_to_be_so(hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    hub.add("acme/small", {"README.md": CARD.replace("cc-by-nc-4.0", "mit"), "model.safetensors": b"x"})
    repository = team(tmp_path)
    repository.write({"services/small.py": APP})
    repository.git("rm", "-q", "services/app.py")
    assert run(["lock", str(repository.folder)]) == 0
    repository.commit("honest")
    code, report = gated(repository, capfd)
    assert "as the registry has it: huggingface:acme/small" in sentences(report)
    assert code == 0


@pytest.mark.parametrize("base", ["nowhere", "origin/main", "--upload-pack=touch /tmp/x", "", "a\nb", "HEAD^^^^^^"])
def test_a_base_that_is_not_there(base: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    said = refused(repository.folder, capfd, f"--base={base}")
    assert "commit" in said


def test_a_tree_made_by_hand_writes_nowhere_else(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    rows = [("100644", "..", b"x"), ("100644", ".git", b"x"), ("100644", "a", BAD.encode())]
    by_hand = repository.tree(rows)
    code, report = gated(repository, capfd, "--offline", "--head", by_hand, "--no-merge-base")
    assert code == 3
    assert sorted(problem["path"] for problem in report["problems"]) == ["..", ".git"]


def test_the_repository_configures_no_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    mark = tmp_path / "ran"
    script = tmp_path / "script.sh"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    script.chmod(0o755)
    repository.commit("sneak", {"services/more.py": BAD, ".gitattributes": "* filter=x diff=x\n"})
    settings = (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "filter.x.smudge",
        "diff.x.textconv",
        "core.sshCommand",
    )
    for setting in settings:
        repository.git("config", setting, str(script))
    os.environ["GIT_EXTERNAL_DIFF"] = str(script)
    try:
        code, _ = gated(repository, capfd, "--offline")
    finally:
        del os.environ["GIT_EXTERNAL_DIFF"]
    assert code == 1
    assert not mark.exists()


def test_a_baseline_of_the_request_counts_after_the_merge(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    repository = team(tmp_path)
    repository.write({"services/more.py": BAD})
    assert run(["baseline", str(repository.folder), "--offline", "--now", "2026-02-01"]) == 0
    repository.commit("sneak")
    code, report = gated(repository, capfd, "--offline")
    assert code == 1
    assert fails(report) == {"commercial-use"}
    assert "would no longer fail after the merge: " in sentences(report)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "change")
    repository.git("checkout", "-q", "-b", "next")
    repository.commit("harmless", {"services/again.py": BAD})
    code, report = gated(repository, capfd, "--offline")
    assert code == 0
    assert not report["new"]
