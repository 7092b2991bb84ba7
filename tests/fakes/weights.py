"""Weight files of gigabytes that nobody holds: headers as a library would write them, the numbers left out."""

from __future__ import annotations

import json
import pickle
import struct
import zlib

from fakes.hub import Sparse

GIGABYTES = 5 << 30


class Runs:
    """What runs a program when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        import os

        return os.system, ("true",)


def safetensors(size: int = GIGABYTES, tensors: int = 3_000, gap: int = 0, note: str = "") -> Sparse:
    """A file of `tensors` tensors that fill it, with `gap` bytes left out behind the first."""
    meta = {"license": "apache-2.0", "format": "pt", "note": note}
    length = 512 + 180 * tensors
    room = size - 8 - length
    each = room // tensors // 2 * 2
    told: dict[str, object] = {"__metadata__": meta}
    at = 0
    for number in range(tensors):
        end = room if number == tensors - 1 else at + each
        told[f"model.layers.{number}.mlp.down_proj.weight"] = {
            "dtype": "U8",
            "shape": [end - at],
            "data_offsets": [at, end],
        }
        at = end + (gap if number == 0 else 0)
    header = json.dumps(told).encode().ljust(length)
    assert len(header) == length
    return Sparse(size, {0: struct.pack("<Q", length) + header})


def gguf(size: int = GIGABYTES, words: int = 150_000, template: str = "{{ messages }}") -> Sparse:
    """A file with a vocabulary, merges, and the chat template behind them, as converters write it."""

    def text(value: bytes) -> bytes:
        return struct.pack("<Q", len(value)) + value

    def entry(key: str, kind: int, value: bytes) -> bytes:
        return text(key.encode()) + struct.pack("<I", kind) + value

    def array(inner: int, count: int, values: bytes) -> bytes:
        return struct.pack("<IQ", inner, count) + values

    vocabulary = b"".join(text(b"word%d" % number) for number in range(words))
    merges = b"".join(text(b"wo rd%d" % number) for number in range(words))
    keys = [
        entry("general.architecture", 8, text(b"llama")),
        entry("general.license", 8, text(b"apache-2.0")),
        entry("tokenizer.ggml.tokens", 9, array(8, words, vocabulary)),
        entry("tokenizer.ggml.token_type", 9, array(5, words, bytes(4 * words))),
        entry("tokenizer.ggml.merges", 9, array(8, words, merges)),
        entry("tokenizer.chat_template", 8, text(template.encode())),
    ]
    head = b"GGUF" + struct.pack("<IQQ", 3, 0, len(keys)) + b"".join(keys)
    return Sparse(size, {0: head})


def torch_zip(payload: object, size: int = GIGABYTES, storages: int = 200, padding: int = 0) -> Sparse:
    """A checkpoint as torch.save writes it: data.pkl first, then storages, the directory at the end; in ZIP64."""
    parts: dict[int, bytes] = {}
    directory = b""
    at, count = 0, 0

    def member(name: str, data: bytes, length: int) -> None:
        nonlocal at, directory, count
        told = name.encode()
        local = struct.pack(
            "<4s5H3I2H", b"PK\x03\x04", 45, 0, 0, 0, 0, zlib.crc32(data), 0xFFFFFFFF, 0xFFFFFFFF, len(told), 20
        )
        local += told + struct.pack("<HHQQ", 1, 16, length, length)
        parts[at] = local + data
        directory += struct.pack(
            "<4s6H3I5H2I",
            *(b"PK\x01\x02", 45, 45, 0, 0, 0, 0, zlib.crc32(data), 0xFFFFFFFF, 0xFFFFFFFF),
            *(len(told), 28, 0, 0, 0, 0, 0xFFFFFFFF),
        )
        directory += told + struct.pack("<HHQQQ", 1, 24, length, length, at)
        at, count = at + len(local) + length, count + 1

    data = pickle.dumps({"padding": b"\x01" * padding, "payload": payload}, protocol=2)
    member("archive/data.pkl", data, len(data))
    member("archive/byteorder", b"little", 6)
    each = (size - 300_000 - padding) // max(storages, 1)
    for number in range(storages):
        member(f"archive/data/{number}", b"", each)
    member("archive/version", b"3\n", 2)
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), at)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, at + len(directory), 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    parts[at] = directory + end64 + locator + end
    return Sparse(at + len(parts[at]), parts)


def legacy_torch(payload: object, size: int = GIGABYTES) -> Sparse:
    """A checkpoint of before the archives: pickles that follow each other, then numbers."""
    pickles = (0x1950A86A20F9469CFC6C, 1001, {"protocol_version": 1001, "little_endian": True}, payload, ["0", "1"])
    head = b"".join(pickle.dumps(each, protocol=2) for each in pickles)
    return Sparse(size, {0: head})
