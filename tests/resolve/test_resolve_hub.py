"""The Hub, over real HTTP: every scenario ends in a value with its reason."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest
from fakes.hub import Hub, Ranges, Trouble

from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve

CARD = "---\nlicense: other\nlicense_name: house\nlicense_link: terms-of-house.md\n---\n# Small\n"
SECRET = "hf_" + "Abc123" * 5


def ask(root: Path, name: str, revision: str | None = None, timeout: float = 10.0) -> Evidence:
    identity = Identity("huggingface", name, revision)
    return resolve([identity], ResolveOptions(root, timeout=timeout))[identity]


def patience(trouble: Trouble) -> float:
    """Seconds to wait: few where the wait itself is the scenario."""
    return 0.5 if trouble in (Trouble.SLOW, Trouble.DRIPPING) else 10.0


def test_metadata_card_license_config_and_header_in_a_request_each(hub: Hub, tmp_path: Path) -> None:
    extra = {
        "gated": "auto",
        "pipeline_tag": "text-generation",
        "cardData": {"license": "apache-2.0", "base_model": "acme/base", "datasets": ["acme/data"]},
        "tags": ["license:apache-2.0", "base_model:acme/base", "base_model:finetune:acme/base", "dataset:acme/more"],
        "securityRepoStatus": {"scansDone": True, "filesWithIssues": [{"path": "a.bin", "level": "unsafe"}]},
        "config": {"model_type": "llama"},
    }
    files = {"README.md": "# Small", "LICENSE": "text", "config.json": "{}", "model.safetensors": b"\0"}
    model = hub.add("acme/small", files, extra=extra)

    found = ask(tmp_path, "acme/small")

    assert isinstance(found, Resolved)
    assert (found.origin, found.revision_sha, found.notes) == ("hub", model.sha, ())
    assert [document.name for document in found.documents] == ["README.md", "LICENSE", "config.json"]
    assert found.documents[1].text == "text"
    assert found.documents[1].source == f"{hub.url}/acme/small/blob/{model.sha}/LICENSE"
    assert [(each.name, each.size) for each in found.artifacts] == [("model.safetensors", 1)]
    assert found.hub is not None
    assert (found.hub.gated, found.hub.license_tag, found.hub.created) == (True, "apache-2.0", "2025-03-04")
    assert (found.hub.pipeline_tag, found.hub.security_scan) == ("text-generation", "unsafe")
    assert (found.hub.base_models, found.hub.datasets) == (("acme/base",), ("acme/data", "acme/more"))
    assert hub.asked() == [
        "/api/models/acme/small",
        f"/acme/small/resolve/{model.sha}/README.md",
        f"/acme/small/resolve/{model.sha}/LICENSE",
        f"/acme/small/resolve/{model.sha}/config.json",
        f"/acme/small/resolve/{model.sha}/model.safetensors",
    ]


@pytest.mark.parametrize(("ranges", "asked"), [(Ranges.KNOWN, 4), (Ranges.IGNORED, 3)])
def test_the_header_of_large_weights_and_not_the_weights(ranges: Ranges, asked: int, hub: Hub, tmp_path: Path) -> None:
    hub.ranges = ranges
    table = json.dumps({"__metadata__": {"license": "llama3", "base_model": "acme/base"}, "a": {"x": "y" * 200_000}})
    weights = len(table).to_bytes(8, "little") + table.encode() + bytes(3_000_000)
    hub.add("acme/small", {"README.md": "# Small", "model-00001-of-00002.safetensors": weights})
    found = ask(tmp_path, "acme/small")
    assert isinstance(found, Resolved)
    assert dict(found.headers[0].entries) == {"license": "llama3", "base_model": "acme/base"}
    assert hub.requests[2].headers["range"] == "bytes=0-65535"
    assert hub.sent < 4_000_000
    assert ask(tmp_path, "acme/small") == found
    assert len(hub.requests) == asked + 1  # of the second run only the question whether anything has changed


def test_a_header_that_cannot_be_had_is_a_note(hub: Hub, tmp_path: Path) -> None:
    where = "model.safetensors"
    hub.add("acme/small", {"README.md": "# Small", where: b"\0" * 10}, trouble=Trouble.BROKEN, where=where)
    found = ask(tmp_path, "acme/small")
    assert isinstance(found, Resolved)
    assert found.documents and not found.headers
    assert found.notes == ("the header of model.safetensors could not be read: the Hub answered with status 500",)


def test_configs_are_read(hub: Hub, tmp_path: Path) -> None:
    files = {"README.md": "x", "config.json": '{"auto_map": {}}', "modeling.py": "", "adapter_config.json": "{}"}
    hub.add("acme/code", files)
    found = ask(tmp_path, "acme/code")
    assert isinstance(found, Resolved)
    assert [document.name for document in found.documents] == ["README.md", "config.json", "adapter_config.json"]


def test_the_file_that_license_link_names(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/linked", {"README.md": CARD, "terms-of-house.md": "terms"})
    found = ask(tmp_path, "acme/linked")
    assert isinstance(found, Resolved)
    assert [document.name for document in found.documents] == ["README.md", "terms-of-house.md"]


@pytest.mark.parametrize(
    "link",
    [
        "../../other/LICENSE",
        "/etc/passwd",
        "https://example.org/LICENSE",
        "missing.md",
        "https://hf.co/o/m/blob/main/a",
    ],
)
def test_a_link_that_leads_elsewhere_is_not_followed(link: str, hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/elsewhere", {"README.md": f"---\nlicense_link: {link}\n---\n", "a": "other"})
    assert isinstance(ask(tmp_path, "acme/elsewhere"), Resolved)
    assert len(hub.requests) == 2


def test_a_revision_is_asked_for_by_name_and_read_by_commit(hub: Hub, tmp_path: Path) -> None:
    model = hub.add("acme/small", {"README.md": "x"}, revisions=("main", "refs/pr/1"))
    found = ask(tmp_path, "acme/small", "refs/pr/1")
    assert isinstance(found, Resolved) and found.revision_sha == model.sha
    assert hub.requests[0].path.startswith("/api/models/acme/small/revision/refs%2Fpr%2F1")
    gone = ask(tmp_path, "acme/small", "v9")
    assert isinstance(gone, Unresolved) and gone.failure is Failure.NOT_FOUND and "v9" in gone.detail


def test_a_renamed_model_is_followed_and_said(hub: Hub, tmp_path: Path) -> None:
    hub.add("old/name", renamed_to="new/name")
    hub.add("new/name", {"README.md": "x"})
    found = ask(tmp_path, "old/name")
    assert isinstance(found, Resolved)
    assert found.notes == ("the Hub knows this model as new/name",)
    assert "/new/name/blob/" in found.documents[0].source


TROUBLE = [
    (Trouble.GATED, Failure.GATED, "gated"),
    (Trouble.PRIVATE, Failure.UNAUTHORIZED, "does not exist, or it is private"),
    (Trouble.FORBIDDEN, Failure.UNAUTHORIZED, "forbids"),
    (Trouble.RATE_LIMITED, Failure.RATE_LIMITED, "429"),
    (Trouble.BROKEN, Failure.SERVER_ERROR, "500"),
    (Trouble.SLOW, Failure.TIMEOUT, "timeout"),
    (Trouble.DRIPPING, Failure.TIMEOUT, "timeout"),
    (Trouble.TRUNCATED, Failure.MALFORMED, "broke off"),
    (Trouble.HTML, Failure.MALFORMED, "login page"),
    (Trouble.NOT_JSON, Failure.MALFORMED, "not JSON"),
    (Trouble.RESET, Failure.NETWORK, "closed"),
]


@pytest.mark.parametrize(("trouble", "failure", "words"), TROUBLE)
def test_trouble_with_the_metadata(trouble: Trouble, failure: Failure, words: str, hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/trouble", {"README.md": "x"}, trouble=trouble, retry_after="0")
    found = ask(tmp_path, "acme/trouble", timeout=patience(trouble))
    assert isinstance(found, Unresolved)
    assert found.failure is failure
    assert words in found.detail
    assert "secret words" not in found.detail
    assert len(hub.requests) == (2 if trouble in (Trouble.RATE_LIMITED, Trouble.BROKEN) else 1)


@pytest.mark.parametrize(
    ("trouble", "failure"),
    [each[:2] for each in TROUBLE if each[1] not in (Failure.GATED, Failure.UNAUTHORIZED) and each[0] != "not-json"],
)
def test_trouble_with_a_file_leaves_no_half_evidence(
    trouble: Trouble, failure: Failure, hub: Hub, tmp_path: Path
) -> None:
    files = {"README.md": "---\nlicense: mit\n---\n", "LICENSE": "x"}
    hub.add("acme/half", files, trouble=trouble, where="LICENSE", retry_after="0")
    found = ask(tmp_path, "acme/half", timeout=patience(trouble))
    assert isinstance(found, Unresolved) and found.failure is failure and failure.retryable


def test_gated_files_leave_the_metadata(hub: Hub, tmp_path: Path) -> None:
    files = {"README.md": "x", "LICENSE": "x"}
    hub.add("acme/gated", files, trouble=Trouble.GATED, where="files", extra={"cardData": {"license": "llama3"}})
    found = ask(tmp_path, "acme/gated")
    assert isinstance(found, Resolved)
    assert found.documents == ()
    assert found.hub is not None and found.hub.license_tag == "llama3"
    assert found.notes == ("gated: card and license could not be read (README.md, LICENSE)",)


def test_a_model_that_is_not_there(hub: Hub, tmp_path: Path) -> None:
    found = ask(tmp_path, "acme/never")
    assert isinstance(found, Unresolved) and found.failure is Failure.NOT_FOUND


@pytest.mark.parametrize("trouble", [Trouble.RATE_LIMITED, Trouble.BROKEN])
def test_one_retry_is_enough(trouble: Trouble, hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/busy", {"README.md": "x"}, trouble=trouble, where="info", times=1, retry_after="0")
    assert isinstance(ask(tmp_path, "acme/busy"), Resolved)


@pytest.mark.parametrize("retry_after", ["120", "Wed, 21 Oct 2015 07:28:00 GMT", "9" * 400])
def test_a_long_wait_is_not_waited_for(retry_after: str, hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/busy", {"README.md": "x"}, trouble=Trouble.RATE_LIMITED, retry_after=retry_after)
    found = ask(tmp_path, "acme/busy")
    assert isinstance(found, Unresolved) and found.failure is Failure.RATE_LIMITED
    assert len(hub.requests) == 1


@pytest.mark.parametrize(
    "extra",
    [{"sha": "main"}, {"sha": None}, {"id": "../../etc"}, {"id": 3}, {"sha": "A" * 40}],
)
def test_a_reply_that_describes_no_model(extra: dict[str, object], hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/odd", {"README.md": "x"}, extra=extra)
    found = ask(tmp_path, "acme/odd")
    assert isinstance(found, Unresolved) and found.failure is Failure.MALFORMED


@pytest.mark.parametrize(
    "extra",
    [
        {"siblings": [{"rfilename": "../../x/README.md"}, {"rfilename": "/LICENSE"}, {}, 3, {"rfilename": None}]},
        {"siblings": "README.md", "tags": {"a": 1}, "cardData": [1], "createdAt": "yesterday", "gated": 7},
        {"cardData": {"license": 3, "base_model": [{"a": 1}], "datasets": 4}, "securityRepoStatus": {"scansDone": 1}},
    ],
)
def test_odd_metadata_is_left_out(extra: dict[str, object], hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/odd", {"README.md": "x"}, extra=extra)
    found = ask(tmp_path, "acme/odd")
    assert isinstance(found, Resolved) and found.hub is not None
    assert (found.hub.license_tag, found.hub.base_models, found.hub.datasets) == (None, (), ())
    assert all(path.startswith(("/api/", "/acme/odd/")) for path in hub.asked())


def test_a_file_of_another_commit_is_refused(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/moved", {"README.md": "x"}, commit_of_files="f" * 40)
    found = ask(tmp_path, "acme/moved")
    assert isinstance(found, Unresolved) and found.failure is Failure.MALFORMED


def test_a_document_over_the_bound_is_left_out_and_said(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/large", {"README.md": "x", "LICENSE": b"x" * 2_000_001})
    found = ask(tmp_path, "acme/large")
    assert isinstance(found, Resolved)
    assert [document.name for document in found.documents] == ["README.md"]
    assert "LICENSE is 2,000,001 bytes, over the bound" in found.notes[0]


@pytest.mark.parametrize(
    "name",
    [
        "../etc/passwd",
        "a b/c",
        "org/name/more",
        "org/na?me",
        "o" * 201,
        "${MODEL}",
        "org//name",
        "/org/name",
        "org/",
        "a--b",
    ],
)
def test_a_name_that_is_no_hub_id_is_never_asked_for(name: str, hub: Hub, tmp_path: Path) -> None:
    found = ask(tmp_path, name)
    assert isinstance(found, Unresolved) and found.failure is Failure.NOT_FOUND
    assert "not a valid Hub id" in found.detail and len(found.detail) < 200
    assert hub.requests == []


@pytest.mark.parametrize("revision", ["a..b", "x y", "v1\nHost: evil", "-x", "é"])
def test_a_revision_that_git_cannot_have_is_never_asked_for(revision: str, hub: Hub, tmp_path: Path) -> None:
    found = ask(tmp_path, "acme/small", revision)
    assert isinstance(found, Unresolved) and found.failure is Failure.NOT_FOUND
    assert hub.requests == []


def test_where_a_model_is_served_does_not_ask_twice(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/small", {"README.md": "x"})
    one, two = Identity("huggingface", "acme/small"), Identity("huggingface", "Acme/Small", endpoint="vllm:8000")
    found = resolve([one, two, one], ResolveOptions(tmp_path))
    assert [found[one].identity, found[two].identity] == [one, two]
    assert len(hub.requests) == 2


def test_many_models_are_asked_for_together(hub: Hub, tmp_path: Path) -> None:
    names = [f"acme/model-{number}" for number in range(6)]
    for name in names:
        hub.add(name, {"README.md": name}, trouble=Trouble.SLOW)
    identities = [Identity("huggingface", name) for name in names]
    started = time.monotonic()
    found = resolve(identities, ResolveOptions(tmp_path, timeout=1.0, workers=6))
    assert list(found) == identities
    assert all(isinstance(each, Unresolved) and each.failure is Failure.TIMEOUT for each in found.values())
    assert time.monotonic() - started < 4.5  # one by one it would be 6 at least


def test_a_refused_connection_is_the_answer_for_all(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, but nobody listens
        monkeypatch.setenv("HF_ENDPOINT", f"http://user:{SECRET}@127.0.0.1:{unused.getsockname()[1]}")
        identities = [Identity("huggingface", f"acme/model-{number}") for number in range(20)]
        found = resolve(identities, ResolveOptions(tmp_path))
    details = {each.detail for each in found.values() if isinstance(each, Unresolved)}
    assert details == {"no connection to the Hub: connection refused"}


def test_an_endpoint_that_is_no_address(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "file:///etc")
    found = ask(tmp_path, "acme/small")
    assert isinstance(found, Unresolved) and found.failure is Failure.NETWORK and "HF_ENDPOINT" in found.detail


def test_the_token_is_sent_and_never_told(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", SECRET)
    hub.add("acme/small", {"README.md": "x", "LICENSE": "x"})
    for trouble in Trouble:
        for where in ("info", "files"):
            hub.add(f"acme/{where}-{trouble}", {"README.md": "x"}, trouble=trouble, where=where, retry_after="0")
    identities = [Identity("huggingface", model.id) for model in hub.models.values()]
    found = resolve(identities, ResolveOptions(tmp_path, timeout=0.5))
    assert SECRET not in repr(found)
    assert all(request.headers["authorization"] == f"Bearer {SECRET}" for request in hub.requests)


@pytest.mark.parametrize("odd", ["line\nbreak", "émigré", "null\0byte"])
def test_an_odd_token_is_never_told_either(odd: str, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "token").write_text(SECRET + odd)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(home / "token"))
    if "\0" not in odd:
        monkeypatch.setenv("HF_TOKEN", SECRET + odd)
    hub.add("acme/small", {"README.md": "x"})
    found = ask(tmp_path, "acme/small")
    assert SECRET not in repr(found)
    assert isinstance(found, Resolved) or found.failure is Failure.UNAUTHORIZED


def test_credentials_of_a_mirror_stay_out_of_sources(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.add("acme/small", {"README.md": "x"})
    monkeypatch.setenv("HF_ENDPOINT", hub.url.replace("http://", f"http://user:{SECRET}@") + "/")
    found = ask(tmp_path, "acme/small")
    assert isinstance(found, Resolved) and SECRET not in repr(found)
    assert found.documents[0].source.startswith(f"{hub.url}/acme/small/blob/")


def test_a_file_name_that_is_no_text(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/m", {"README.md": "---\nlicense: mit\n---\n"}, extra={"siblings": [{"rfilename": "a\ud800.bin"}]})
    identity = Identity("huggingface", "acme/m")
    found = resolve([identity], ResolveOptions(tmp_path))[identity]
    assert isinstance(found, Resolved)
    (examined,) = found.examined
    assert examined.unread
