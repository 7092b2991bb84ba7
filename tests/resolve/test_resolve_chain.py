"""Who answers first, what nobody answers, and what an offline run pays for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fakes.hub import Hub

from govscan.errors import InvalidInput
from govscan.evidence import Failure, LockEntry, Resolved, Unresolved
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve
from govscan.resolve.lock import LOCK_NAME
from govscan.resolve.lock_writer import write_lock

SHA = "c" * 40
ENTRY = LockEntry(
    SHA, "apache-2.0", "Apache-2.0", "Apache-2.0", ("acme/base",), (("README.md", "d" * 64),), "2026-01-31", 0
)
HOSTED_ENTRY = LockEntry(None, None, None, None, (), (), "2026-01-31", 0)
SMALL = Identity("huggingface", "acme/small")
HOSTED = Identity("openai", "gpt-5.4-mini")


@pytest.fixture
def locked_root(hub: Hub, tmp_path: Path) -> Path:
    write_lock(tmp_path / LOCK_NAME, {SMALL: ENTRY, HOSTED: HOSTED_ENTRY})
    return tmp_path


def reason(evidence: object) -> Failure:
    assert isinstance(evidence, Unresolved)
    return evidence.failure


@pytest.mark.parametrize("mode", [{"offline": True}, {"locked": True}])
def test_the_lock_answers_without_a_request(mode: dict[str, bool], locked_root: Path, hub: Hub) -> None:
    hub.add("acme/small", {"README.md": "x"})
    other_case = Identity("huggingface", "Acme/Small", endpoint="vllm:8000", region="DE")
    pinned = Identity("huggingface", "acme/small", SHA)
    found = resolve([SMALL, other_case, pinned], ResolveOptions(locked_root, **mode))
    for identity in (SMALL, other_case, pinned):
        answer = found[identity]
        assert isinstance(answer, Resolved)
        assert (answer.identity, answer.origin, answer.revision_sha) == (identity, "lock", SHA)
        assert answer.lock is not None and answer.lock.license_concluded == "Apache-2.0"
    assert hub.requests == []


@pytest.mark.parametrize("mode", [{"offline": True}, {"locked": True}])
def test_what_the_lock_lacks(mode: dict[str, bool], locked_root: Path, hub: Hub) -> None:
    unknown = Identity("huggingface", "acme/other")
    moved = Identity("huggingface", "acme/small", "v2")
    found = resolve([unknown, moved], ResolveOptions(locked_root, **mode))
    assert [reason(found[each]) for each in (unknown, moved)] == [Failure.NOT_LOCKED] * 2
    assert hub.requests == []


def test_locked_takes_nothing_but_the_lock_for_hosted_models_as_well(locked_root: Path) -> None:
    elsewhere = Identity("openai", "gpt-5.4-mini", endpoint="eu.api.openai.com")
    found = resolve([HOSTED, elsewhere], ResolveOptions(locked_root, locked=True))
    known = found[HOSTED]
    assert isinstance(known, Resolved) and (known.origin, known.lock is not None) == ("hosted-api", True)
    assert reason(found[elsewhere]) is Failure.NOT_LOCKED
    offline = resolve([elsewhere], ResolveOptions(locked_root, offline=True))[elsewhere]
    assert isinstance(offline, Resolved) and offline.origin == "hosted-api"


def test_locked_without_a_lock(tmp_path: Path) -> None:
    found = resolve([SMALL, HOSTED], ResolveOptions(tmp_path, locked=True))
    assert [reason(each) for each in found.values()] == [Failure.NOT_LOCKED] * 2


def test_online_the_lock_is_put_beside_what_the_hub_says(locked_root: Path, hub: Hub) -> None:
    hub.add("acme/small", {"README.md": "x"})
    answer = resolve([SMALL], ResolveOptions(locked_root))[SMALL]
    assert isinstance(answer, Resolved) and answer.origin == "hub"
    assert answer.lock is None and answer.recorded is not None
    (locked_root / LOCK_NAME).write_text("not a lock")
    with pytest.raises(InvalidInput, match=r"govscan.lock:1:"):
        resolve([SMALL], ResolveOptions(locked_root))
    assert isinstance(resolve([SMALL], ResolveOptions(locked_root, compare=False))[SMALL], Resolved)


def test_an_invalid_lock_is_an_error(locked_root: Path) -> None:
    (locked_root / LOCK_NAME).write_text("lock_version = 1\n[[model]]\n")
    with pytest.raises(InvalidInput, match=r"govscan.lock:2:"):
        resolve([SMALL], ResolveOptions(locked_root, offline=True))


@pytest.mark.parametrize("variable", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
@pytest.mark.parametrize("value", ["1", "true", "YES"])
def test_the_environment_can_forbid_the_network(
    variable: str, value: str, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert reason(resolve([SMALL], ResolveOptions(tmp_path))[SMALL]) is Failure.OFFLINE
    assert hub.requests == []


def test_offline_without_anything(hub: Hub, tmp_path: Path) -> None:
    assert reason(resolve([SMALL], ResolveOptions(tmp_path, offline=True))[SMALL]) is Failure.OFFLINE
    assert hub.requests == []


@pytest.mark.parametrize("mode", [{}, {"offline": True}, {"locked": True}])
@pytest.mark.parametrize(
    ("identity", "failure", "words"),
    [
        (Identity("huggingface", ""), Failure.UNNAMED, "names no model"),
        (Identity("ollama", " "), Failure.UNNAMED, "names no model"),
        (Identity("ollama", "hf.co/qwen/qwen3:8b"), Failure.NOT_FOUND, "name of the Ollama library"),
        (Identity("modelscope", "Qwen3-8B"), Failure.NOT_FOUND, "not a valid ModelScope id"),
        (Identity("torchhub", "acme/vision:net"), Failure.UNSUPPORTED, "torch.hub"),
        (Identity("timm", "vit_base"), Failure.UNSUPPORTED, "timm/"),
        (Identity("spacy", "en_core_web_sm"), Failure.UNSUPPORTED, "spaCy"),
        (Identity("url", "https://example.org/w.bin"), Failure.UNSUPPORTED, "never fetched"),
        (
            Identity("custom", "chat", endpoint="llm.corp.example:8443"),
            Failure.UNSUPPORTED,
            "host llm.corp.example:8443 is not known; declare it under endpoints: in the policy",
        ),
        (Identity("nobody", "x"), Failure.UNSUPPORTED, "no resolver knows"),
        (Identity("local", "models/none"), Failure.MISSING, "not in the scanned tree"),
    ],
)
def test_what_nobody_can_answer_says_what_to_do(
    identity: Identity, failure: Failure, words: str, mode: dict[str, bool], hub: Hub, tmp_path: Path
) -> None:
    answer = resolve([identity], ResolveOptions(tmp_path, **mode))[identity]
    assert reason(answer) is failure and isinstance(answer, Unresolved) and words in answer.detail
    assert hub.requests == []


@pytest.mark.parametrize("provider", ["openai", "bedrock", "dashscope", "huggingface-inference", "ai21"])
def test_hosted_models_need_no_network_and_no_name(provider: str, hub: Hub, tmp_path: Path) -> None:
    identities = [Identity(provider, "model"), Identity(provider, "")]
    for answer in resolve(identities, ResolveOptions(tmp_path)).values():
        assert isinstance(answer, Resolved) and (answer.origin, answer.documents) == ("hosted-api", ())
    assert hub.requests == []


def test_an_offline_run_imports_no_client(tmp_path: Path) -> None:
    write_lock(tmp_path / LOCK_NAME, {SMALL: ENTRY})
    code = (
        "import sys; from pathlib import Path; from govscan.reference import Identity\n"
        "from govscan.resolve import ResolveOptions, resolve\n"
        "assert 'tomllib' not in sys.modules\n"
        "found = resolve([Identity('huggingface', 'acme/small'), Identity('local', 'x'), Identity('openai', '')],"
        " ResolveOptions(Path(sys.argv[1]), offline=True))\n"
        "assert len(found) == 3\n"
        "print(' '.join(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"huggingface_hub", "httpx2", "concurrent.futures", "http.client", "ssl", "asyncio", "pydantic"}
    assert "govscan.resolve.lock_reader" in loaded
