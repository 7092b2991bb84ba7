"""`govscan lock` against a Hub over real HTTP, and what later runs find changed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes.hub import Hub, Trouble

from govscan.cli import run
from govscan.engine import ScanRequest, scan
from govscan.finding import Finding, Verdict
from govscan.policy import Level
from govscan.resolve.lock_reader import read_lock

APP = 'from transformers import pipeline\npipe = pipeline(model="acme/small")\n'
CARD = "---\nlicense: {license}\n---\n# Small\nA model.\n"


@pytest.fixture
def tree(hub: Hub, tmp_path: Path) -> Path:
    hub.add("acme/small", {"README.md": CARD.format(license="apache-2.0"), "model.safetensors": b"\0"})
    (tmp_path / "app.py").write_text(APP)
    return tmp_path


def drift(tree: Path) -> dict[str, Finding]:
    findings = scan(ScanRequest(tree)).findings
    return {finding.rule: finding for finding in findings if finding.rule.startswith("drift-")}


def text_of(tree: Path) -> str:
    return (tree / "govscan.lock").read_text()


def test_twice_the_same_bytes_and_no_drift(tree: Path) -> None:
    assert run(["lock", str(tree)]) == 0
    first = text_of(tree)
    assert run(["lock", str(tree)]) == 0
    assert text_of(tree) == first
    assert 'formats = [\n    "safetensors",\n]' in first and "gated = false" in first
    assert drift(tree) == {}


def test_a_card_that_changed_its_license(tree: Path, hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    run(["lock", str(tree)])
    hub.add("acme/small", {"README.md": CARD.format(license="cc-by-nc-4.0"), "model.safetensors": b"\0"})
    found = drift(tree)
    assert set(found) == {"drift-revision", "drift-card", "drift-license", "drift-terms"}
    assert "-license: apache-2.0 | +license: cc-by-nc-4.0" in found["drift-card"].message
    assert "Apache-2.0" in found["drift-license"].message and "CC-BY-NC-4.0" in found["drift-license"].message
    stricter = found["drift-terms"]
    assert (stricter.verdict, stricter.level) == (Verdict.FAIL, Level.ERROR)
    assert "commercial_use allowed before, commercial_use prohibited now" in stricter.message
    assert run(["scan", str(tree)]) == 1

    capfd.readouterr()
    assert run(["why", "acme/small", str(tree)]) in (0, 1, 3)
    assert "+license: cc-by-nc-4.0" in capfd.readouterr().out

    assert run(["lock", str(tree)]) == 0
    assert drift(tree) == {}


def test_a_license_that_became_looser_is_not_called_stricter(tree: Path, hub: Hub) -> None:
    hub.add("acme/small", {"README.md": CARD.format(license="cc-by-nc-4.0")})
    run(["lock", str(tree)])
    hub.add("acme/small", {"README.md": CARD.format(license="mit")})
    found = drift(tree)
    assert "drift-license" in found and "drift-terms" not in found


def test_a_license_nobody_knows_may_be_stricter(tree: Path, hub: Hub) -> None:
    run(["lock", str(tree)])
    hub.add("acme/small", {"README.md": CARD.format(license="other")})
    found = drift(tree)["drift-terms"]
    assert (found.verdict, found.level) == (Verdict.UNKNOWN, Level.ERROR)


def test_prose_that_changed_is_a_note(tree: Path, hub: Hub) -> None:
    run(["lock", str(tree)])
    card = CARD.format(license="apache-2.0") + "More words.\n"
    hub.add("acme/small", {"README.md": card, "model.safetensors": b"\0"})
    found = drift(tree)
    assert {rule: finding.level for rule, finding in found.items()} == {
        "drift-revision": Level.NOTE,
        "drift-card": Level.NOTE,
    }


def test_gating_formats_and_base_models(tree: Path, hub: Hub) -> None:
    run(["lock", str(tree)])
    card = CARD.format(license="apache-2.0\nbase_model: acme/parent")
    hub.add("acme/small", {"README.md": card, "pytorch_model.bin": b"\0"}, extra={"gated": "manual"})
    found = drift(tree)
    assert "was open to everyone, is gated" in found["drift-gated"].message
    assert "was safetensors, is" in found["drift-formats"].message
    assert "was none, is acme/parent" in found["drift-base-models"].message


def test_base_models_and_hosted_apis_are_locked(tree: Path, hub: Hub) -> None:
    hub.add("acme/small", {"README.md": CARD.format(license="apache-2.0\nbase_model: acme/parent")})
    hub.add("acme/parent", {"README.md": CARD.format(license="mit")})
    (tree / "chat.py").write_text(
        "from openai import OpenAI\nOpenAI().responses.create(model='gpt-5.4-mini', input='x')\n"
    )
    assert run(["lock", str(tree)]) == 0
    entries = {identity.name: entry for identity, entry in read_lock(tree / "govscan.lock").items()}
    assert (entries["acme/parent"].base, entries["acme/small"].base) == (True, False)
    assert entries["gpt-5.4-mini"].terms is not None and entries["gpt-5.4-mini"].terms_read is not None
    report = scan(ScanRequest(tree, locked=True))
    [small] = [model for model in report.models if model.identity.name == "acme/small"]
    assert small.facts.value("lineage.complete") is True


def test_check_writes_nothing_and_names_what_changed(tree: Path, hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["lock", str(tree), "--check"]) == 1
    assert "acme/small: not in the lock" in capfd.readouterr().out
    assert not (tree / "govscan.lock").exists()
    run(["lock", str(tree)])
    assert run(["lock", str(tree), "--check"]) == 0
    before = text_of(tree)
    hub.add("acme/small", {"README.md": CARD.format(license="mit")})
    capfd.readouterr()
    assert run(["lock", str(tree), "--check"]) == 1
    assert "revision, license_declared" in capfd.readouterr().out
    assert text_of(tree) == before
    (tree / "app.py").write_text("")
    assert run(["lock", str(tree), "--check"]) == 1
    assert "no longer used" in capfd.readouterr().out


def test_upgrade_moves_one_model_only(tree: Path, hub: Hub, capfd: pytest.CaptureFixture[str]) -> None:
    hub.add("acme/other", {"README.md": CARD.format(license="mit")})
    (tree / "other.py").write_text(APP.replace("small", "other"))
    run(["lock", str(tree)])
    before = {identity.name: entry.revision for identity, entry in read_lock(tree / "govscan.lock").items()}
    for name in ("acme/small", "acme/other"):
        hub.add(name, {"README.md": CARD.format(license="mit") + "new\n"})
    assert run(["lock", str(tree), "--upgrade", "acme/Other"]) == 0
    after = {identity.name: entry.revision for identity, entry in read_lock(tree / "govscan.lock").items()}
    assert after["acme/small"] == before["acme/small"]
    assert after["acme/other"] != before["acme/other"]
    assert run(["lock", str(tree), "--upgrade", "acme/none"]) == 2
    assert "no model of this tree has this name" in capfd.readouterr().err


def test_a_part_of_the_tree_keeps_the_other_entries(tree: Path, hub: Hub) -> None:
    (tree / ".git").mkdir()
    (tree / "govscan.yaml").write_text("govscan: 1\nname: whole\nextends: [govscan:baseline]\n")
    hub.add("acme/other", {"README.md": CARD.format(license="mit")})
    (tree / "part").mkdir()
    (tree / "part" / "other.py").write_text(APP.replace("small", "other"))
    run(["lock", str(tree)])
    before = text_of(tree)
    assert run(["lock", str(tree / "part")]) == 0
    assert text_of(tree) == before
    assert not (tree / "part" / "govscan.lock").exists()


def test_who_cannot_be_asked_today_keeps_the_entry(tree: Path, hub: Hub) -> None:
    run(["lock", str(tree)])
    before = text_of(tree)
    hub.add("acme/small", {"README.md": "x"}, trouble=Trouble.GATED)
    assert run(["lock", str(tree)]) == 0
    assert text_of(tree) == before


def test_a_merge_conflict_is_written_anew(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(["lock", str(tree)])
    good = text_of(tree)
    (tree / "govscan.lock").write_text(f"<<<<<<< ours\n{good}=======\n{good}>>>>>>> theirs\n")
    assert run(["scan", str(tree), "--locked"]) == 2
    assert "govscan.lock:1:1: merge conflict marker" in capfd.readouterr().err
    assert run(["lock", str(tree)]) == 0
    assert text_of(tree) == good


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lock_version = 2\n", "update govscan"),
        ('lock_version = 1\n[[model]]\nid = "pkg:huggingface/a/b"\nfetched = "2026-01-01"\ngated = "no"\n', ":5:"),
        (
            'lock_version = 1\n[[model]]\nid = "pkg:huggingface/a/b"\nfetched = "2026-01-01"\n'
            '[model.documents]\n"README.md" = "abc"\n',
            ":6:",
        ),
    ],
)
def test_a_lock_that_is_none(text: str, words: str, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "govscan.lock").write_text(text)
    for verb in (["scan", str(tree), "--locked"], ["scan", str(tree)], ["lock", str(tree)]):
        assert run(verb) == 2
        assert words in capfd.readouterr().err
    assert text_of(tree) == text


def test_a_digest_that_was_edited_is_drift(tree: Path) -> None:
    run(["lock", str(tree)])
    lines = text_of(tree).split("\n")
    edited = ['"README.md" = "' + "0" * 64 + '"' if line.startswith('"README.md"') else line for line in lines]
    (tree / "govscan.lock").write_text("\n".join(edited))
    assert "000000000000 before" in drift(tree)["drift-card"].message


_LOCK = "import sys; from govscan.cli import run; sys.exit(run(['lock', sys.argv[1], '--now', sys.argv[2]]))"


@pytest.mark.slow
def test_killed_at_any_moment_the_lock_is_whole(tree: Path) -> None:
    """Runs that each write the lock anew, two at a time, killed at 50 random moments."""
    assert run(["lock", str(tree)]) == 0
    chance = random.Random(3)
    for number in range(25):
        (tree / "govscan.lock").write_text(text_of(tree).replace("gated = false", "gated = true"))
        command = [sys.executable, "-c", _LOCK, str(tree), f"2027-01-{number + 1:02}"]
        pair = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
        time.sleep(0.2 + chance.random() * 0.6)
        for process in pair:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert [identity.name for identity in read_lock(tree / "govscan.lock")] == ["acme/small"]
