"""The parts that the files of the corpus are made of, byte by byte."""

from __future__ import annotations

import io
import json
import struct
import tarfile
import zipfile


def text(value: str) -> bytes:
    """A short text of protocol 4."""
    data = value.encode()
    return b"\x8c" + bytes([len(data)]) + data


def classic(module: str, name: str, argument: str = "true") -> bytes:
    """Protocol 0: GLOBAL, a tuple, REDUCE."""
    return f"c{module}\n{name}\n(S'{argument}'\ntR.".encode()


def modern(module: str, name: str, argument: str = "true") -> bytes:
    """Protocol 4: STACK_GLOBAL."""
    return b"\x80\x04" + text(module) + text(name) + b"\x93" + text(argument) + b"\x85R."


def by_memo(module: str, name: str) -> bytes:
    """STACK_GLOBAL whose names come out of the memo, put there in another order and overwritten in between."""
    return (
        b"\x80\x04" + text("collections") + b"q\x01" + text(name) + b"q\x02" + b"00" + text(module) + b"q\x01" + b"0"
        + b"h\x01h\x02\x93" + text("true") + b"\x85R."
    )  # fmt: skip


def tensor_pickle(before: bytes = b"") -> bytes:
    """The data.pkl of a state dict with one tensor, as torch writes it; `before` runs first."""
    return (
        b"\x80\x02" + before + b"ccollections\nOrderedDict\nq\x00)Rq\x01X\x06\x00\x00\x00weightq\x02"
        b"ctorch._utils\n_rebuild_tensor_v2\nq\x03((X\x07\x00\x00\x00storageq\x04ctorch\nFloatStorage\nq\x05"
        b"X\x01\x00\x00\x000q\x06X\x03\x00\x00\x00cpuq\x07K\x04tq\x08QK\x00K\x02K\x02\x86q\tK\x02K\x01\x86q\n"
        b"\x89ccollections\nOrderedDict\nq\x0b)Rq\x0ctq\rRq\x0es."
    )


BAD = b"cposix\nsystem\nX\x04\x00\x00\x00true\x85R0"


def torch_zip(data: bytes, method: int = zipfile.ZIP_STORED, name: str = "archive/data.pkl") -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", method) as made:
        made.writestr(name, data)
        made.writestr("archive/version", "3\n")
        made.writestr("archive/data/0", struct.pack("<4f", 1, 2, 3, 4))
    return page.getvalue()


def numpy_file(objects: bytes | None) -> bytes:
    kind = "'|O'" if objects is not None else "'<f4'"
    head = f"{{'descr': {kind}, 'fortran_order': False, 'shape': (4,), }}".encode()
    head += b" " * (63 - (10 + len(head)) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + (objects or struct.pack("<4f", 1, 2, 3, 4))


def wrapper(count: int, kind: bytes, aligned: bool) -> bytes:
    """How joblib describes an array of `count` values, whose bytes follow in the middle of the stream."""
    order = b"O" if kind[:1] == b"O" else b"<"
    told = b"X\x1b\x00\x00\x00numpy_array_alignment_bytesK\x10" if aligned else b""
    return (
        b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(X\x08\x00\x00\x00subclasscnumpy\nndarray\n"
        b"X\x05\x00\x00\x00shapeK" + bytes([count]) + b"\x85X\x05\x00\x00\x00orderX\x01\x00\x00\x00C"
        b"X\x05\x00\x00\x00dtypecnumpy\ndtype\nX\x02\x00\x00\x00" + kind + b"\x89\x88\x87R"
        b"(K\x03X\x01\x00\x00\x00" + order.replace(b"O", b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
        b"X\n\x00\x00\x00allow_mmap\x88" + told + b"ub"
    )  # fmt: skip


def joblib_array(after: bytes = b"") -> bytes:
    """A list with one array as joblib writes it."""
    numbers = b"\x02\xff\xff" + struct.pack("<4f", 1, 2, 3, 4)
    return b"\x80\x03](" + wrapper(4, b"f4", True) + numbers + after + b"e."


def joblib_objects(objects: bytes, after: bytes = b"") -> bytes:
    """A list with an array of objects, which are a pickle of their own in the middle of the stream."""
    return b"\x80\x03](" + wrapper(1, b"O8", False) + objects + after + b"e."


def keras(layer: dict) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        made.writestr("metadata.json", json.dumps({"keras_version": "3.5.0"}))
        layers = [{"class_name": "InputLayer", "module": "keras.layers", "config": {"name": "in"}}, layer]
        made.writestr("config.json", json.dumps({"class_name": "Functional", "module": "keras",
                                                 "config": {"layers": layers}}))  # fmt: skip
        made.writestr("model.weights.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 64)
    return page.getvalue()


def hdf5(layer: str) -> bytes:
    config = json.dumps({"class_name": "Sequential", "config": {"layers": [{"class_name": layer, "config": {}}]}})
    return b"\x89HDF\r\n\x1a\n" + b"\0" * 512 + config.encode() + b"\0" * 512


def graph(operation: str) -> bytes:
    node = b"\x0a\x01n\x12" + bytes([len(operation)]) + operation.encode()
    return (
        b"\x08\x01\x12"
        + bytes([len(node) + 4])
        + b"\x0a"
        + bytes([len(node) + 2])
        + b"\x0a"
        + bytes([len(node)])
        + node
    )


def message(number: int, data: bytes) -> bytes:
    return bytes([number << 3 | 2]) + bytes([len(data)]) + data


def onnx(place: str) -> bytes:
    entry = message(1, b"location") + message(2, place.encode())
    tensor = b"\x08\x04\x10\x01" + message(8, b"w") + message(13, entry) + b"\x70\x01"
    return b"\x08\x08" + message(2, b"maker") + message(7, message(2, b"g") + message(5, tensor))


def safetensors() -> bytes:
    head = json.dumps({"w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    return struct.pack("<Q", len(head)) + head + struct.pack("<4f", 1, 2, 3, 4)


def tar(data: bytes) -> bytes:
    page = io.BytesIO()
    with tarfile.open(fileobj=page, mode="w") as made:
        for name in ("sys_info", "pickle"):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return page.getvalue()


def flagged(data: bytes) -> bytes:
    """A zip whose entries say that they are encrypted, which torch ignores and zipfile does not."""
    made = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = made.find(mark)
        while at >= 0:
            made[at + offset] |= 1
            at = made.find(mark, at + 4)
    return bytes(made)


def bad_sum(data: bytes) -> bytes:
    """A zip whose checksums are wrong."""
    made = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 16), (b"PK\x03\x04", 14)):
        at = made.find(mark)
        while at >= 0:
            made[at + offset] ^= 0xFF
            at = made.find(mark, at + 4)
    return bytes(made)


def other_name(data: bytes) -> bytes:
    """A zip whose local headers have other names than the central directory."""
    at = data.find(b"archive/data.pkl")
    return data[:at] + b"archive/data.txt" + data[at + 16 :]


def nested(data: bytes, protocol: int = 4) -> bytes:
    return b"\x80" + bytes([protocol]) + b"c_pickle\nloads\nB" + struct.pack("<I", len(data)) + data + b"\x85R."


def quiet_nested(data: bytes) -> bytes:
    """The same through a name that is harmless by itself: torch reads the bytes as a pickle."""
    return b"\x80\x04ctorch.storage\n_load_from_bytes\nB" + struct.pack("<I", len(data)) + data + b"\x85R."
