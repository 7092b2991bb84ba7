"""The evidence cache: what was read once is not asked for again, and what is damaged is not believed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes.hub import Hub, Trouble
from hypothesis import given, settings
from hypothesis import strategies as st

from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve
from govscan.resolve.store import Store, store_folder

CARD = "---\nlicense: mit\n---\n# Small\n"


def small(name: str = "acme/small", revision: str | None = None) -> Identity:
    return Identity("huggingface", name, revision)


def ask(tmp_path: Path, *identities: Identity, max_cache_age: float = 0.0) -> list[Evidence]:
    found = resolve(identities, ResolveOptions(tmp_path, timeout=2.0, max_cache_age=max_cache_age))
    return [found[identity] for identity in identities]


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_are_found_by_their_digest(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    assert store.get(store.put(data)) == data


def test_a_second_run_asks_nothing_for_a_pinned_model(hub: Hub, tmp_path: Path) -> None:
    sha = hub.add("acme/small", {"README.md": CARD, "LICENSE": "text"}).sha
    [first] = ask(tmp_path, small(revision=sha))
    asked = len(hub.requests)
    assert asked == 3
    [second] = ask(tmp_path, small(revision=sha))
    assert second == first
    assert len(hub.requests) == asked


def test_a_branch_is_asked_about_once_and_its_files_are_not_read_again(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/small", {"README.md": CARD, "LICENSE": "text"})
    [first] = ask(tmp_path, small())
    [second] = ask(tmp_path, small())
    assert second == first
    assert hub.asked()[3:] == ["/api/models/acme/small"]
    assert "if-none-match" in hub.requests[3].headers


def test_a_branch_that_moved_is_read_anew(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/small", {"README.md": CARD})
    ask(tmp_path, small())
    moved = hub.add("acme/small", {"README.md": CARD.replace("mit", "cc-by-nc-4.0")})
    [answer] = ask(tmp_path, small())
    assert isinstance(answer, Resolved)
    assert answer.revision_sha == moved.sha
    assert "cc-by-nc-4.0" in answer.documents[0].text


def test_metadata_that_changed_does_not_cost_the_files(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/small", {"README.md": CARD})
    ask(tmp_path, small())
    hub.add("acme/small", {"README.md": CARD}, extra={"gated": "manual"})
    [answer] = ask(tmp_path, small())
    assert isinstance(answer, Resolved)
    assert answer.hub is not None and answer.hub.gated is True
    assert len(hub.requests) == 3  # metadata and card, then metadata


def test_an_answer_that_is_young_enough_is_taken_and_says_so(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/small", {"README.md": CARD})
    ask(tmp_path, small())
    asked = len(hub.requests)
    [answer] = ask(tmp_path, small(), max_cache_age=3600)
    assert isinstance(answer, Resolved)
    assert len(hub.requests) == asked
    assert "the Hub was not asked again" in answer.notes[-1]


@pytest.mark.parametrize(
    ("now", "failure"),
    [
        ({"trouble": Trouble.GATED}, Failure.GATED),
        ({"trouble": Trouble.PRIVATE}, Failure.UNAUTHORIZED),
        ({"extra": {"disabled": True}}, Failure.NOT_FOUND),
        (None, Failure.NOT_FOUND),
    ],
)
def test_what_is_gated_disabled_or_deleted_now_is_not_served_from_a_cache(
    now: dict[str, object] | None, failure: Failure, hub: Hub, tmp_path: Path
) -> None:
    from huggingface_hub import hf_hub_download

    hub.add("acme/small", {"README.md": CARD})
    hf_hub_download("acme/small", "README.md", endpoint=hub.url)  # so that the client's own cache has it
    ask(tmp_path, small())
    if now is None:
        del hub.models["acme/small"]
    else:
        hub.add("acme/small", {"README.md": CARD}, **now)
    [answer] = ask(tmp_path, small())
    assert isinstance(answer, Unresolved)
    assert answer.failure is failure


def test_damage_is_not_believed(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/small", {"README.md": CARD})
    [first] = ask(tmp_path, small())
    for path in store_folder().glob("blobs/*/*"):
        path.write_bytes(b"license: apache-2.0")
    [second] = ask(tmp_path, small())
    assert second == first
    for path in store_folder().glob("models/*/*"):
        path.write_bytes(b"{")
    [third] = ask(tmp_path, small())
    assert third == first


def test_a_cache_that_cannot_be_written_costs_nothing(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GOVSCAN_CACHE", str(tmp_path / "file" / "cache"))
    hub.add("acme/small", {"README.md": CARD})
    [answer] = ask(tmp_path, small())
    assert isinstance(answer, Resolved)


def test_the_oldest_is_removed_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digests = [store.put(bytes([number]) * 100) for number in range(4)]
    for age, digest in zip((40, 30, 20, 10), digests, strict=True):
        place = tmp_path / "blobs" / digest[:2] / digest
        import os

        os.utime(place, (time.time() - age, time.time() - age))
    assert store.prune(max_bytes=250) == 200
    assert [store.get(digest) is not None for digest in digests] == [False, False, True, True]
    assert store.prune(older_than=time.time() + 1) == 200
    assert store.usage().bytes == 0


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    import os

    store = Store(tmp_path)
    store.put(b"kept")
    left = next(tmp_path.glob("blobs/*")) / ".left.1.2.tmp"
    left.write_bytes(b"half")
    os.utime(left, (time.time() - 7200, time.time() - 7200))
    assert store.usage().documents == 1
    assert not left.exists()


def test_a_storm_ends_and_the_next_run_goes_on_from_the_cache(hub: Hub, tmp_path: Path) -> None:
    """Three requests of ten fail, in every way there is; whoever failed is named, and asked again in the next run."""
    kinds = [Trouble.RATE_LIMITED, Trouble.BROKEN, Trouble.RESET, Trouble.TRUNCATED, Trouble.HTML, Trouble.NOT_JSON]
    chance = random.Random(7)
    hub.failing = lambda number: chance.choice(kinds) if chance.random() < 0.3 else Trouble.NONE
    models = []
    for number in range(40):
        sha = hub.add(f"acme/model-{number}", {"README.md": CARD, "LICENSE": "text"}).sha
        models.append(small(f"acme/model-{number}", sha))
    done: set[Identity] = set()
    for _ in range(12):
        before = len(hub.requests)
        answers = dict(zip(models, ask(tmp_path, *models), strict=True))
        failed = {identity for identity, answer in answers.items() if isinstance(answer, Unresolved)}
        assert all(answers[identity].failure.retryable for identity in failed)  # type: ignore[union-attr]
        assert not failed & done  # what was read once is never lost
        assert len(hub.requests) - before <= 6 * (len(models) - len(done))
        done = set(models) - failed
        if not failed:
            break
    assert done == set(models)


_WRITER = """
import sys
from pathlib import Path
from govscan.resolve.store import Store
store = Store(Path(sys.argv[1]))
number = 0
while True:
    store.put(str(number % 300).encode() * 5000)
    number += 1
    if number == 20:
        print("running", flush=True)
"""


def test_killed_at_any_moment_it_stays_whole(tmp_path: Path) -> None:
    """50 writers, two at a time on the same folder, each killed at a random moment."""
    chance = random.Random(11)
    for _ in range(25):
        pair = [
            subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE) for _ in range(2)
        ]
        for process in pair:
            assert process.stdout is not None
            process.stdout.readline()
        time.sleep(chance.random() / 50)
        for process in pair:
            process.send_signal(signal.SIGKILL)
            process.communicate()
    store = Store(tmp_path)
    names = [path.name for path in tmp_path.glob("blobs/*/*") if not path.name.startswith(".")]
    assert len(names) >= 20
    assert all(store.get(name) is not None for name in names)
