"""The Hub's own scan, and where this one says otherwise."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest
from fakes import weights
from fakes.hub import Hub, Trouble

from govscan.evidence import Resolved
from govscan.facts import Fact, Unknown
from govscan.identify import identify
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve

CARD = "---\nlicense: mit\n---\n"
BAD, GOOD = pickle.dumps(weights.Runs()), pickle.dumps({"a": 1})
STRANGE = b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00chouse\nLayer\n."


def conflict(hub: Hub, root: Path, file: bytes, status: object, **behavior: object) -> Fact:
    extra = {} if status is None else {"securityRepoStatus": status}
    hub.add("acme/small", {"README.md": CARD, "a.bin": file}, extra=extra, **behavior)
    identity = Identity("huggingface", "acme/small")
    found = resolve([identity], ResolveOptions(root))[identity]
    assert isinstance(found, Resolved)
    return identify(identity, (), found, {}, (), dt.date(2026, 11, 1)).get("artifacts.scan_conflict")


def status(level: str | None = None, done: bool = True) -> dict[str, object]:
    return {"scansDone": done, "filesWithIssues": [{"path": "a.bin", "level": level}] if level else []}


@pytest.mark.parametrize(
    ("file", "said", "wanted"),
    [
        (GOOD, status(), ()),
        (BAD, status("unsafe"), ()),
        (BAD, status("suspicious"), ()),
        (GOOD, status("caution"), ()),
        (STRANGE, status("caution"), ()),
        (GOOD, None, ()),
        (BAD, None, ()),
        (GOOD, status("unsafe"), ("a.bin: the hub calls it unsafe, govscan found nothing dangerous in it",)),
        (GOOD, status("suspicious"), ("a.bin: the hub calls it suspicious, govscan found nothing dangerous in it",)),
        (BAD, status(), ("a.bin: the hub calls it safe, govscan found the import posix.system",)),
        (BAD, status("safe"), ("a.bin: the hub calls it safe, govscan found the import posix.system",)),
    ],
)
def test_both_verdicts(file: bytes, said: object, wanted: tuple[str, ...], hub: Hub, tmp_path: Path) -> None:
    fact = conflict(hub, tmp_path, file, said)
    assert fact.value == wanted
    assert fact.source is not None and "acme/small" in fact.source.place


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (status(done=False), "has not finished"),
        (status("queued"), "has not finished"),
        (status("unscanned", False), "not finished"),
    ],
)
def test_a_scan_that_is_not_done_is_no_agreement(said: object, words: str, hub: Hub, tmp_path: Path) -> None:
    for file in (GOOD, BAD):
        value = conflict(hub, tmp_path, file, said).value
        assert isinstance(value, Unknown) and words in value.reason


def test_a_warning_about_a_file_that_nobody_could_look_into(hub: Hub, tmp_path: Path) -> None:
    value = conflict(hub, tmp_path, GOOD, status("unsafe"), trouble=Trouble.FORBIDDEN, where="a.bin").value
    assert isinstance(value, Unknown) and "calls a.bin unsafe" in value.reason
    other = {"scansDone": True, "filesWithIssues": [{"path": "run.py", "level": "unsafe"}]}
    value = conflict(hub, tmp_path, GOOD, other).value
    assert isinstance(value, Unknown) and "run.py" in value.reason


@pytest.mark.parametrize(
    "odd", [3, {}, {"filesWithIssues": 3}, {"filesWithIssues": [3, {"path": 3}], "scansDone": True}]
)
def test_odd_answers_are_no_verdict(odd: object, hub: Hub, tmp_path: Path) -> None:
    assert conflict(hub, tmp_path, GOOD, odd).value == ()


def test_no_hub_no_verdict(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "a"
    folder.mkdir(parents=True)
    (folder / "a.bin").write_bytes(BAD)
    identity = Identity("local", "models/a")
    found = resolve([identity], ResolveOptions(tmp_path, offline=True))[identity]
    assert identify(identity, (), found, {}, (), dt.date(2026, 11, 1)).value("artifacts.scan_conflict") == ()
