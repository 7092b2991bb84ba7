"""Weight files on the Hub, read by range requests over real HTTP: what is found, what it costs, what goes wrong."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fakes import weights
from fakes.hub import Content, Hub, Ranges, Sparse, Trouble
from hypothesis import given
from hypothesis import strategies as st

from govscan import limits
from govscan.evidence import Danger, Examined, Resolved
from govscan.facts import Facts, Unknown
from govscan.identify import identify
from govscan.reference import Identity
from govscan.resolve import ResolveOptions, resolve
from govscan.resolve.hub_http import Reply
from govscan.resolve.ranges import Allowance, Pace, RangeWindow, RemoteFile

CARD = "---\nlicense: mit\n---\n# Small\n"
SECRET = "hf_" + "Abc123" * 5
REACHING = "{{ ''.__class__.__mro__ }}"


def read(root: Path, name: str = "acme/small") -> Resolved:
    identity = Identity("huggingface", name)
    found = resolve([identity], ResolveOptions(root))[identity]
    assert isinstance(found, Resolved)
    return found


def facts_of(found: Resolved) -> Facts:
    import datetime as dt

    return identify(found.identity, (), found, {}, (), dt.date(2026, 11, 1))


def parts(hub: Hub, name: str) -> list[str]:
    """The ranges that were asked for of a file."""
    return [each.headers["range"] for each in hub.requests if each.path.endswith(f"/{name}")]


def add(hub: Hub, files: dict[str, str | Content], name: str = "acme/small", **behavior: object) -> None:
    hub.add(name, {"README.md": CARD, **files}, **behavior)


def only(found: Resolved) -> Examined:
    (examined,) = found.examined
    return examined


def dangerous(examined: Examined) -> list[str]:
    return [str(each) for each in examined.imports if each.danger is Danger.DANGEROUS]


class Held:
    """What gives parts of bytes that are in memory, as `Transport` does, and keeps what was asked."""

    def __init__(self, data: bytes) -> None:
        self.data, self.asked = data, list[tuple[int, int]]()

    def part(self, url: str, start: int, count: int, spare: int = 0, via: str = "") -> Reply:
        self.asked.append((start, count))
        part = self.data[start : start + count]
        span = f"bytes {start}-{start + len(part) - 1}/{len(self.data)}"
        return Reply(206, "", part, span=span, address=url)


@given(
    st.integers(1, 400_000),
    st.lists(st.tuples(st.integers(-2, 450_000), st.integers(-1, 200_000), st.integers(0, 300_000)), max_size=12),
    st.booleans(),
)
def test_any_reading_gives_the_bytes_of_the_file(size: int, reads: list[tuple[int, int, int]], onward: bool) -> None:
    data = (b"0123456789abcdefg" * (size // 17 + 1))[:size]
    held = Held(data)
    window = RangeWindow(held, RemoteFile("u", size=size), Allowance(), Pace(100, 1 << 30, onward))  # type: ignore[arg-type]
    for at, count, soon in reads:
        near = window.near(at, soon) if at >= 0 else 0
        assert 0 <= near <= max(size - at, 0)
        assert window.read(at, count) == (data[at : at + count] if at >= 0 and count > 0 else b"")
    spans = sorted((start, start + count) for start, count in held.asked)
    assert all(first[1] <= second[0] for first, second in pairwise(spans)), "no byte is asked for twice"
    assert window.fetched == sum(count for _, count in held.asked) <= size


@pytest.mark.parametrize("tensors", [1, 3_000])
def test_five_gigabytes_of_safetensors(tensors: int, hub: Hub, tmp_path: Path) -> None:
    add(hub, {"model.safetensors": weights.safetensors(tensors=tensors)})
    found = read(tmp_path)
    assert only(found) == Examined("model.safetensors", "safetensors")
    assert found.headers[0].get("license") == "apache-2.0"
    assert len(parts(hub, "model.safetensors")) <= 3
    assert hub.sent < 1_000_000
    assert facts_of(found).value("artifacts.troubles") == ()


def test_safetensors_that_overlap(hub: Hub, tmp_path: Path) -> None:
    add(hub, {"model.safetensors": weights.safetensors(gap=8)})
    found = read(tmp_path)
    assert "overlap, or leave a gap" in only(found).troubles[0]
    troubles = facts_of(found).value("artifacts.troubles")
    assert isinstance(troubles, tuple) and len(troubles) == 1


@pytest.mark.parametrize("words", [0, 32_000, 150_000, 260_000])
def test_five_gigabytes_of_gguf_and_the_template_behind_its_vocabulary(words: int, hub: Hub, tmp_path: Path) -> None:
    add(hub, {"model-Q4_K_M.gguf": weights.gguf(words=words, template=REACHING), "model-Q8_0.gguf": b"GGUF"})
    found = read(tmp_path)
    (examined,) = found.examined
    assert (examined.format, examined.troubles, examined.unread) == ("gguf", (), "")
    assert examined.templates == (("tokenizer.chat_template", REACHING),)
    assert found.headers[0].get("general.license") == "apache-2.0"
    assert len(parts(hub, "model-Q4_K_M.gguf")) <= 3 and not parts(hub, "model-Q8_0.gguf")
    dangers = facts_of(found).value("artifacts.dangers")
    assert isinstance(dangers, tuple) and "__class__" in dangers[1]


@pytest.mark.parametrize(
    ("others", "known"),
    [
        ([], True),
        (["model-00002-of-00003.gguf", "model-00003-of-00003.gguf", "mmproj-F16.gguf"], True),
        (["model-Q8_0.gguf"], False),
    ],
)
def test_each_gguf_file_has_a_template_of_its_own(others: list[str], known: bool, hub: Hub, tmp_path: Path) -> None:
    add(hub, {"model-00001-of-00003.gguf": weights.gguf(words=10), **dict.fromkeys(others, b"GGUF")})
    dangers = facts_of(read(tmp_path)).get("artifacts.dangers").value
    if known:
        assert dangers == ()
    else:
        assert isinstance(dangers, Unknown) and "nobody looked into model-Q8_0" in dangers.reason


@pytest.mark.parametrize("padding", [0, 300_000])
def test_a_checkpoint_of_gigabytes_costs_its_directory_and_its_pickle(padding: int, hub: Hub, tmp_path: Path) -> None:
    add(hub, {"pytorch_model.bin": weights.torch_zip(weights.Runs(), storages=2_000, padding=padding)})
    found = read(tmp_path)
    examined = only(found)
    assert (examined.format, examined.troubles, examined.unread) == ("pytorch", (), "")
    assert dangerous(examined) == ["posix.system"]
    assert examined.imports[0].place == "pytorch_model.bin!archive/data.pkl"
    assert len(parts(hub, "pytorch_model.bin")) <= 4
    assert hub.sent < 3_000_000
    assert facts_of(found).value("artifacts.unsafe_globals") == ("posix.system",)


def test_a_checkpoint_without_anything_bad(hub: Hub, tmp_path: Path) -> None:
    add(hub, {"pytorch_model.bin": weights.torch_zip({"a": 1})})
    facts = facts_of(read(tmp_path))
    assert [facts.value(f"artifacts.{name}") for name in ("unsafe_globals", "dangers", "troubles")] == [(), (), ()]


def test_an_old_checkpoint_is_read_from_its_head(hub: Hub, tmp_path: Path) -> None:
    add(hub, {"pytorch_model.bin": weights.legacy_torch(weights.Runs())})
    assert dangerous(only(read(tmp_path))) == ["posix.system"]
    assert len(parts(hub, "pytorch_model.bin")) <= 3 and hub.sent < 1_000_000


def test_a_large_pickle_is_followed_past_its_large_texts(hub: Hub, tmp_path: Path) -> None:
    large = 5_000_000
    data = pickle.dumps([b"x" * large, weights.Runs()], protocol=4)
    add(hub, {"model.pkl": data})
    assert dangerous(only(read(tmp_path))) == ["posix.system"]
    assert hub.sent < 1_000_000


def test_what_is_packed_by_another_name(hub: Hub, tmp_path: Path) -> None:
    add(hub, {"weights.dat": pickle.dumps(weights.Runs()), "vocab.txt": "words"})
    assert dangerous(only(read(tmp_path))) == ["posix.system"]


def test_keras_is_searched_from_its_front(hub: Hub, tmp_path: Path) -> None:
    signature = b"\x89HDF\r\n\x1a\n"
    config = b'{"class_name": "Lambda"}'
    add(hub, {"bad.h5": Sparse(1 << 30, {0: signature, 90_000: config}), "long.h5": Sparse(1 << 30, {0: signature})})
    found = read(tmp_path)
    bad, long = found.examined
    assert "Lambda" in bad.dangers[0] and "no more is asked for of one file" in long.unread
    assert isinstance(facts_of(found).value("artifacts.dangers"), tuple)
    add(hub, {"long.h5": Sparse(1 << 30, {0: signature})})
    unknown = facts_of(read(tmp_path)).get("artifacts.dangers").value
    assert isinstance(unknown, Unknown) and "not all of long.h5 was looked into" in unknown.reason


def test_a_graph_is_read_where_it_is_small(hub: Hub, tmp_path: Path) -> None:
    outside = b"\x0a\x08location\x12\x0b../../etc/x"
    entry = b"\x6a" + bytes([len(outside)]) + outside
    tensor = b"\x2a" + bytes([len(entry)]) + entry
    graph = b"\x3a" + bytes([len(tensor)]) + tensor
    add(hub, {"model.onnx": graph, "large.onnx": Sparse(1 << 30, {0: graph})})
    assert "outside of its folder" in only(read(tmp_path)).dangers[0]


MISBEHAVIOR = [
    (Ranges.ELSEWHERE, "another part of it came"),
    (Ranges.LYING, "the list of files says"),
    (Ranges.SILENT, "did not say which part"),
    (Ranges.SHORT, "another part of it came"),
    (Ranges.MULTIPART, "did not say which part"),
    (Ranges.PACKED, "packed, which nobody asked for"),
    (Ranges.OUTSIDE, "shorter than the list of files says"),
    (Ranges.CHANGING, "it changed while it was read"),
    (Ranges.IGNORED, "the server knows no ranges"),
]


@pytest.mark.parametrize(("ranges", "words"), MISBEHAVIOR)
def test_a_server_that_does_not_do_as_it_should(ranges: Ranges, words: str, hub: Hub, tmp_path: Path) -> None:
    hub.ranges = ranges
    add(hub, {"pytorch_model.bin": weights.torch_zip({"a": 1})})
    found = read(tmp_path)
    examined = only(found)
    assert words in examined.unread and examined.troubles == ()
    assert found.documents, "card and license speak for themselves"
    assert hub.sent < 30_000_000, "five gigabytes are cut off"
    for name in ("unsafe_globals", "unfamiliar_globals", "dangers", "troubles"):
        fact = facts_of(found).get(f"artifacts.{name}")
        assert isinstance(fact.value, Unknown) and "pytorch_model.bin" in fact.value.reason
    hub.ranges = Ranges.KNOWN
    again = only(read(tmp_path)).unread
    assert again == ("" if ranges is not Ranges.IGNORED else examined.unread), "a passing trouble is not remembered"


def test_a_server_without_ranges_gives_small_files(hub: Hub, tmp_path: Path) -> None:
    hub.ranges = Ranges.IGNORED
    add(hub, {"training_args.bin": pickle.dumps([weights.Runs(), "x" * 200_000])})
    examined = only(read(tmp_path))
    assert dangerous(examined) == ["posix.system"] and examined.unread == ""


def test_a_file_of_another_commit(hub: Hub, tmp_path: Path) -> None:
    model = hub.add("acme/small", {"a.bin": pickle.dumps([])}, commit_of_files="f" * 40)
    assert model.sha != "f" * 40
    assert "another commit" in only(read(tmp_path)).unread


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Trouble.FORBIDDEN, "does not give it out"),
        (Trouble.GATED, "does not give it out"),
        (Trouble.BROKEN, "status 500"),
        (Trouble.RATE_LIMITED, "status 429"),
        (Trouble.RESET, "closed before it answered"),
        (Trouble.TRUNCATED, "broke off"),
    ],
)
def test_trouble_with_the_weights_leaves_the_rest(trouble: Trouble, words: str, hub: Hub, tmp_path: Path) -> None:
    add(hub, {"a.bin": pickle.dumps([])}, trouble=trouble, where="a.bin", retry_after="0")
    found = read(tmp_path)
    assert words in only(found).unread and found.documents
    assert isinstance(facts_of(found).get("artifacts.unsafe_globals").value, Unknown)


@pytest.fixture
def store(hub: Hub) -> Iterator[Hub]:
    """Another server, which large files are fetched from."""
    with Hub() as running:
        running.models = hub.models
        hub.store = running
        yield running


def test_large_files_from_elsewhere_and_no_token_goes_along(
    hub: Hub, store: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", SECRET)
    add(hub, {"pytorch_model.bin": weights.torch_zip(weights.Runs())})
    assert dangerous(only(read(tmp_path))) == ["posix.system"]
    assert len(parts(hub, "pytorch_model.bin")) == 1, "the address is remembered"
    assert len(parts(store, "pytorch_model.bin")) >= 2
    assert all(SECRET in each.headers["authorization"] for each in hub.requests)
    assert all("authorization" not in each.headers and "cookie" not in each.headers for each in store.requests)


def test_an_address_that_has_run_out_is_asked_for_again(hub: Hub, store: Hub, tmp_path: Path) -> None:
    store.failing = lambda number: Trouble.FORBIDDEN if number == 2 else Trouble.NONE
    add(hub, {"pytorch_model.bin": weights.torch_zip(weights.Runs())})
    assert dangerous(only(read(tmp_path))) == ["posix.system"]
    assert len(parts(hub, "pytorch_model.bin")) == 2


def test_redirects_end(hub: Hub, tmp_path: Path) -> None:
    hub.store = hub
    add(hub, {"a.bin": pickle.dumps([])})
    assert "redirects without end" in only(read(tmp_path)).unread
    assert len(parts(hub, "a.bin")) == limits.REDIRECTS + 1


def test_the_bounds_of_a_file(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RANGE_REQUESTS", 1)
    add(hub, {"a.bin": weights.torch_zip(weights.Runs())})
    examined = only(read(tmp_path))
    assert "in 1 request: no more is asked for of one file" in examined.unread
    assert len(parts(hub, "a.bin")) == 1
    monkeypatch.setattr(limits, "RANGE_FILE_BYTES", 100_000)
    monkeypatch.setattr(limits, "RANGE_REQUESTS", 12)
    add(hub, {"b.bin": weights.torch_zip(weights.Runs())}, "acme/other")
    assert "no more is asked for of one file" in only(read(tmp_path, "acme/other")).unread
    assert hub.sent < 400_000


@pytest.mark.parametrize(
    ("name", "file", "ranges"),
    [
        ("RANGE_HEADER_REQUESTS", "m.gguf", Ranges.KNOWN),
        ("RANGE_SEARCHED_BYTES", "m.h5", Ranges.KNOWN),
        ("RANGE_WHOLE_BYTES", "m.h5", Ranges.IGNORED),
    ],
)
def test_the_bounds_of_kinds_of_files(
    name: str, file: str, ranges: Ranges, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = b"".join(len(word).to_bytes(8, "little") + word for word in [b"w" * 90] * 9_000)
    listed = (9).to_bytes(4, "little") + (8).to_bytes(4, "little") + (9_000).to_bytes(8, "little") + words
    key = (5).to_bytes(8, "little") + b"words" + listed
    gguf = b"GGUF" + (3).to_bytes(4, "little") + bytes(8) + (1).to_bytes(8, "little") + key
    data = gguf if file.endswith(".gguf") else b"\x89HDF\r\n\x1a\n" + bytes(900_000)
    hub.ranges = ranges
    add(hub, {file: data})
    assert not only(read(tmp_path)).unread
    monkeypatch.setattr(limits, name, 1)
    add(hub, {file: data + b"other"}, "acme/other")  # what has the same digest is remembered
    assert only(read(tmp_path, "acme/other")).unread


@pytest.mark.parametrize("name", ["RANGE_MODEL_REQUESTS", "RANGE_MODEL_BYTES", "RANGE_MODEL_SECONDS"])
def test_the_bounds_of_a_model(name: str, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, name, {"RANGE_MODEL_REQUESTS": 3, "RANGE_MODEL_BYTES": 4_000}.get(name, -1.0))
    add(hub, {f"{number}.bin": pickle.dumps([b"x" * 1_500, number]) for number in range(6)})
    found = read(tmp_path)
    assert [each.name for each in found.examined] == [f"{number}.bin" for number in range(6)]
    unread = [each.unread for each in found.examined if each.unread]
    assert unread and all("no more is asked for of one model" in each for each in unread)
    assert isinstance(facts_of(found).get("artifacts.troubles").value, Unknown)
    if name == "RANGE_MODEL_REQUESTS":  # what was looked into is remembered, so that the next run goes on behind it
        further = [each.name for each in read(tmp_path).examined if not each.unread]
        assert further == [f"{number}.bin" for number in range(6)]


def test_more_files_than_are_looked_into(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RANGE_FILES", 2)
    add(hub, {f"{number}.bin": pickle.dumps([number]) for number in range(4)})
    found = read(tmp_path)
    assert len(found.examined) == 2 and "first 2 of 4 weight files" in found.notes[0]
    value = facts_of(found).get("artifacts.unsafe_globals").value
    assert isinstance(value, Unknown) and "nobody looked into 2.bin and 1 more" in value.reason


def test_the_same_content_is_looked_into_once(hub: Hub, tmp_path: Path) -> None:
    data = weights.torch_zip(weights.Runs())
    add(hub, {"pytorch_model.bin": data})
    first = only(read(tmp_path))
    asked = len(hub.requests)
    add(hub, {"copied/model.bin": data}, "acme/copy")
    second = only(read(tmp_path, "acme/copy"))
    assert len(hub.requests) == asked + 2, "metadata and card"
    assert dangerous(second) == dangerous(first)
    assert second.imports[0].place == "copied/model.bin!archive/data.pkl"
    assert read(tmp_path).examined == (first,)
    add(hub, {"renamed.onnx": data}, "acme/renamed")
    assert read(tmp_path, "acme/renamed").examined != (first,), "some formats are told by their suffix"


def test_a_size_that_nobody_tells(hub: Hub, tmp_path: Path) -> None:
    rows = [{"rfilename": "README.md"}, {"rfilename": "a.bin"}, {"rfilename": "empty.bin", "size": 0}]
    files = {"a.bin": weights.torch_zip(weights.Runs()), "empty.bin": b""}
    add(hub, files, extra={"siblings": rows})
    first, empty = read(tmp_path).examined
    assert dangerous(first) == ["posix.system"]
    assert (empty.imports, empty.unread) == ((), "")


def test_a_chat_template_that_could_not_be_read_is_no_pass(hub: Hub, tmp_path: Path) -> None:
    files: dict[str, str | Content] = {
        "tokenizer_config.json": f'{{"chat_template": "{REACHING}"}}',
        "model.safetensors": b"",
    }
    add(hub, files)
    dangers = facts_of(read(tmp_path)).value("artifacts.dangers")
    assert isinstance(dangers, tuple) and "__class__" in dangers[1]
    add(hub, files, "acme/gated", trouble=Trouble.GATED, where="tokenizer_config.json")
    value = facts_of(read(tmp_path, "acme/gated")).get("artifacts.dangers").value
    assert isinstance(value, Unknown) and "tokenizer_config.json" in value.reason
