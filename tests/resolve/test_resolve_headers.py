"""Headers of weight files: read as far as they make sense, never more, never with a crash."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.evidence import Resolved
from govscan.limits import HEADER_BYTES
from govscan.reference import Identity
from govscan.resolve.headers import header_of, read_header
from govscan.resolve.local import Local


def safetensors(meta: dict[str, str] | None, length: int | None = None) -> bytes:
    data: dict[str, object] = {"layer": {"dtype": "F16", "shape": [1], "data_offsets": [0, 2]}}
    if meta is not None:
        data["__metadata__"] = meta
    text = json.dumps(data).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + b"\0\0"


def string(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def pair(key: str, value: str | int | list[str]) -> bytes:
    if isinstance(value, str):
        return string(key) + struct.pack("<I", 8) + string(value)
    if isinstance(value, int):
        return string(key) + struct.pack("<II", 4, value)
    return string(key) + struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(string, value))


def gguf(*pairs: bytes, version: int = 3, count: int | None = None) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, 0, len(pairs) if count is None else count) + b"".join(pairs)


def test_safetensors() -> None:
    header = header_of("model.safetensors", safetensors({"format": "pt", "license": "mit", "secret": "x"}))
    assert header is not None
    assert header.entries == (("format", "pt"), ("license", "mit"))
    assert header.trouble == ""


def test_gguf() -> None:
    pairs = (
        pair("general.architecture", "llama"),
        pair("general.base_model.count", 1),
        pair("general.base_model.0.name", "Base"),
        pair("general.tags", ["a", "b"]),
        pair("tokenizer.ggml.tokens", ["x"] * 50),
        pair("general.license", "llama3.1"),
    )
    header = header_of("q4.GGUF", gguf(*pairs))
    assert header is not None
    assert dict(header.entries) == {
        "general.architecture": "llama",
        "general.base_model.count": "1",
        "general.base_model.0.name": "Base",
        "general.tags": "a, b",
        "general.license": "llama3.1",
    }
    assert header.get("general.license.name", "general.license") == "llama3.1"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.safetensors", b"", "shorter than a header"),
        ("a.safetensors", safetensors({}, length=1 << 60), "cut off"),
        ("a.safetensors", struct.pack("<Q", 4) + b"nope", "not JSON"),
        ("a.safetensors", struct.pack("<Q", 2) + b"[]", "not JSON"),
        ("a.safetensors", safetensors(None)[:30], "cut off"),
        ("a.gguf", b"PK\3\4" + b"\0" * 40, "does not begin"),
        ("a.gguf", gguf(version=9), "version 9"),
        ("a.gguf", gguf(count=1 << 60), "cut off"),
        ("a.gguf", gguf(string("k") + struct.pack("<I", 99)), "unknown kind 99"),
        ("a.gguf", gguf(string("k") + struct.pack("<IIQ", 9, 9, 1)), "arrays in arrays"),
        ("a.gguf", gguf(struct.pack("<Q", 1 << 62)), "cut off"),
    ],
)
def test_what_is_wrong_with_a_header_is_said(name: str, data: bytes, words: str) -> None:
    header = header_of(name, data)
    assert header is not None
    assert header.entries == ()
    assert words in header.trouble


def test_a_vocabulary_that_is_not_read_to_its_end_is_no_trouble() -> None:
    data = gguf(pair("general.license", "mit"), string("tokens") + struct.pack("<IIQ", 9, 8, 1 << 40))
    header = header_of("a.gguf", data)
    assert header is not None
    assert (header.get("general.license"), header.trouble) == ("mit", "")


def test_what_was_not_read_is_said_where_no_license_was_found() -> None:
    unread = string("tokens") + struct.pack("<IIQ", 9, 8, 1 << 40)
    header = header_of("a.gguf", gguf(pair("general.name", "x"), unread))
    assert header is not None
    assert header.trouble == "its header is cut off"
    header = header_of("a.gguf", gguf(pair("general.name", "x"), unread + bytes(HEADER_BYTES))[:HEADER_BYTES])
    assert header is not None
    assert header.trouble == "its header goes on beyond the first 2 MB, which are read"


def test_neither_many_keys_nor_a_second_one_hide_the_license() -> None:
    names = [pair(f"general.base_model.{number}.name", "x") for number in range(900)]
    header = header_of("a.gguf", gguf(*names, pair("general.license", "mit")))
    assert header is not None
    assert (header.get("general.license"), len(header.entries)) == ("mit", 64)
    assert header.trouble == "only 64 of its 901 entries were kept"
    header = header_of("a.gguf", gguf(pair("general.license", "mit"), pair("general.license", "gpl-3.0")))
    assert header is not None
    assert header.trouble == "it gives general.license more than once"
    header = header_of("a.gguf", gguf(*[pair("a", 1)] * 10_001))
    assert header is not None
    assert header.trouble == "only the first 10,000 of its 10,001 keys were read"
    junk = [pair(f"general.junk{number}", "x") for number in range(200)]
    header = header_of("a.gguf", gguf(*junk, pair("general.license", "mit")))
    assert header is not None
    assert (header.entries, header.trouble) == ((("general.license", "mit"),), "")


def test_the_first_of_the_parts_of_a_model_speaks_for_all(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "house"
    folder.mkdir(parents=True)
    for number in range(1, 7):
        (folder / f"model-0000{number}-of-00006.safetensors").write_bytes(safetensors({"license": "mit"}))
    (folder / "zz.safetensors").write_bytes(safetensors({"license": "gpl-3.0"}))
    found = Local(tmp_path).answer(Identity("local", "models/house"))
    assert isinstance(found, Resolved)
    assert [header.name for header in found.headers] == ["model-00001-of-00006.safetensors", "zz.safetensors"]
    assert not any("headers" in note for note in found.notes)


@given(st.binary(max_size=400), st.sampled_from(["a.safetensors", "a.gguf"]))
def test_any_bytes_are_a_header_or_a_reason(data: bytes, name: str) -> None:
    for head in (data, b"GGUF" + struct.pack("<I", 3) + data):
        header = header_of(name, head)
        assert header is not None
        assert len(header.entries) <= 64


def test_of_a_large_file_only_the_head_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.gguf"
    with path.open("wb") as file:
        file.write(gguf(pair("general.license", "mit")))
        file.truncate(3 * 1024**3)  # sparse
    header = read_header(path, path.name)
    assert header is not None
    assert header.get("general.license") == "mit"
    assert HEADER_BYTES < 4 * 1024**2


def test_a_folder_and_a_single_file_hand_their_headers_over(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "house"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    for number in range(6):
        (folder / f"model-{number}.safetensors").write_bytes(safetensors({"license": "mit"}))
    (folder / "out.gguf").symlink_to("/etc/hostname")
    found = Local(tmp_path).answer(Identity("local", "models/house"))
    assert isinstance(found, Resolved)
    assert [header.name for header in found.headers] == [f"model-{number}.safetensors" for number in range(4)]
    assert "only the headers of the first 4 of 7 weight files were read" in found.notes
    single = Local(tmp_path).answer(Identity("local", "models/house/model-5.safetensors"))
    assert isinstance(single, Resolved)
    assert [header.name for header in single.headers] == ["model-5.safetensors"]


def test_other_files_have_no_header(tmp_path: Path) -> None:
    assert header_of("model.bin", b"x") is None
    assert read_header(tmp_path / "missing.gguf", "missing.gguf") is None
