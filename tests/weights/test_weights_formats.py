"""Archives and the formats that are no pickles: bounds, damage, noise."""

from __future__ import annotations

import io
import json
import os
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.evidence import Examined
from govscan.weights import archives, examine, examine_file
from govscan.weights.window import BytesWindow

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "weights"))
from corpus import malicious
from pieces import onnx, safetensors, tensor_pickle, torch_zip


def look(data: bytes, name: str) -> Examined:
    return examine(BytesWindow(data), name)


def header(tensors: dict, data: bytes = b"\0" * 16) -> bytes:
    head = json.dumps(tensors).encode()
    return struct.pack("<Q", len(head)) + head + data


def tensor(start: int, end: int, shape: list[int], dtype: str = "F32") -> dict:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", "shorter than a header"),
        (struct.pack("<Q", 1 << 60), "which cannot be"),
        (struct.pack("<Q", 4) + b"nope", "not as it should be"),
        (struct.pack("<Q", 2) + b"[]", "no list of tensors"),
        (header({"a": tensor(0, 16, [2, 2]), "b": tensor(8, 16, [2])}), "overlap"),
        (header({"a": tensor(4, 16, [3])}), "leave a gap"),
        (header({"a": tensor(0, 8, [2, 2])}), "does not fit"),
        (header({"a": tensor(0, 8, [2])}), "the file at byte"),
        (header({"a": tensor(0, 16, [-4])}), "does not fit"),
        (header({"a": tensor(0, 16, [1 << 40, 1 << 40])}), "does not fit"),
        (struct.pack("<Q", 20) + b'{"a": 1, "a": 2}    ', "twice"),
    ],
)
def test_safetensors_that_cannot_be(data: bytes, trouble: str) -> None:
    assert any(trouble in said for said in look(data, "m.safetensors").troubles)


def test_safetensors_of_a_newer_type() -> None:
    assert look(header({"a": tensor(0, 16, [32], "F4")}), "m.safetensors").troubles == ()


def test_a_sparse_file_of_five_gigabytes_costs_nothing(tmp_path: Path) -> None:
    size = 5 << 30
    data = header({"a": tensor(0, size, [size // 4])}, b"")
    (tmp_path / "m.safetensors").write_bytes(data)
    os.truncate(tmp_path / "m.safetensors", len(data) + size)
    before = os.times().user
    assert examine_file(tmp_path / "m.safetensors", "m.safetensors").troubles == ()
    assert os.times().user - before < 2  # it would take far longer to read it


@pytest.mark.parametrize("place", ["../x", "/x", "a/../../x", "C:\\x", "..\\x", "\\\\host\\x"])
def test_external_data_that_leads_outside(place: str) -> None:
    assert look(onnx(place), "m.onnx").dangers
    assert look(onnx("data/weights.bin"), "m.onnx").dangers == ()


def bomb(layers: int) -> bytes:
    data = b"\0" * (64 << 20)
    for _ in range(layers):
        page = io.BytesIO()
        with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            for number in range(4):
                made.writestr(f"{number}.zip", data)
        data = page.getvalue()
    return data


def test_a_zip_bomb_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govscan.limits.INFLATED_BYTES", 8 << 20)
    monkeypatch.setattr("govscan.weights.visit.Budget", lambda: archives.Budget(8 << 20, 100))
    assert any("of what it inflates to were read" in said for said in look(bomb(1), "m.pt").troubles)
    assert any("inflates" in said for said in look(zlib.compress(b"\0" * (20 << 20)), "m.joblib").troubles)


def test_archives_in_archives_are_bounded() -> None:
    data = tensor_pickle()
    for _ in range(9):
        data = torch_zip(data, name="inner.zip")
    assert any("nested deeper" in said for said in look(data, "m.zip").troubles)


def test_a_zip_that_lies_about_its_members() -> None:
    data = bytearray(torch_zip(tensor_pickle()))
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 42, 0x7FFFFFFF)
    assert any("not where" in said for said in look(bytes(data), "m.pt").troubles)
    struct.pack_into("<H", data, at + 10, 99)
    assert look(bytes(data), "m.pt").troubles
    cut = torch_zip(tensor_pickle())[:-30]
    assert any("no central directory" in said for said in look(cut, "m.pt").troubles)


@given(st.sampled_from([data for _, data in malicious() if len(data) < 5_000]), st.data())
def test_damage_is_no_crash(data: bytes, drawn: st.DataObject) -> None:
    made = bytearray(data)
    for _ in range(drawn.draw(st.integers(1, 4))):
        made[drawn.draw(st.integers(0, len(made) - 1))] = drawn.draw(st.integers(0, 255))
    made = made[: drawn.draw(st.integers(0, len(made)))]
    for name in ("m.pt", "m.safetensors", "m.onnx", "m.pb", "m.npy"):
        look(bytes(made), name)


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\x93NUMPY", b"\x1f\x8b", b"\x80\x04", b"x\x9c"]))
def test_noise_is_no_crash(data: bytes, start: bytes) -> None:
    for name in ("m.pt", "m.safetensors", "m.onnx", "m.h5", "m"):
        look(start + data, name)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"m\.pt"):
        examine_file(tmp_path / "m.pt", "m.pt")


def test_a_whole_safetensors_file() -> None:
    assert look(safetensors(), "m.safetensors") == Examined("m.safetensors", "safetensors")


def gguf(*pairs: bytes, tensors: int = 0, version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, len(pairs)) + b"".join(pairs)


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


WORDS = text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 3) + text("a") + text("b") + text("c")
SCORES = text("tokenizer.ggml.scores") + struct.pack("<IIQ", 9, 6, 3) + b"\0" * 12
TEMPLATE = text("tokenizer.chat_template") + struct.pack("<I", 8) + text("{{ x.__class__ }}")


def test_the_chat_template_of_gguf() -> None:
    found = look(gguf(WORDS, SCORES, TEMPLATE), "m.gguf")
    assert found.templates == (("tokenizer.chat_template", "{{ x.__class__ }}"),)
    assert found.troubles == ()


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"GGUF", "cut off"),
        (gguf(WORDS)[:-1], "cut off"),
        (gguf(version=9), "version is 9"),
        (gguf(tensors=1 << 60), "tensors"),
        (gguf(text("k") + struct.pack("<I", 99)), "unknown kind 99"),
        (gguf(text("k") + struct.pack("<IIQ", 9, 9, 1)), "array of 1 values"),
        (gguf(text("k") + struct.pack("<IIQ", 9, 8, 1 << 62)), "array of"),
        (gguf(struct.pack("<Q", 1 << 62)), "cut off"),
    ],
)
def test_gguf_that_cannot_be(data: bytes, trouble: str) -> None:
    assert any(trouble in said for said in look(data, "m.gguf").troubles)


@given(st.binary(max_size=200))
def test_noise_in_gguf(data: bytes) -> None:
    look(b"GGUF" + struct.pack("<IQQ", 3, 0, 5) + data, "m.gguf")


def test_a_sparse_gguf_of_five_gigabytes_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_bytes(gguf(WORDS, SCORES, TEMPLATE))
    os.truncate(tmp_path / "m.gguf", 5 << 30)
    before = os.times().user
    assert len(examine_file(tmp_path / "m.gguf", "m.gguf").templates) == 1
    assert os.times().user - before < 2
