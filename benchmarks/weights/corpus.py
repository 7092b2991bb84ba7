"""Benign and malicious weight files, made byte by byte: no library that would have to be trusted, and nothing in them
does harm (the commands are `true`).

    python benchmarks/weights/corpus.py FOLDER      # FOLDER/benign, FOLDER/malicious
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import pickle
import struct
import sys
import tarfile
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path


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


def joblib_array(after: bytes = b"") -> bytes:
    """A list with one array as joblib writes it: its numbers stand in the middle of the stream."""
    wrapper = (
        b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(X\x08\x00\x00\x00subclasscnumpy\nndarray\n"
        b"X\x05\x00\x00\x00shapeK\x04\x85X\x05\x00\x00\x00orderX\x01\x00\x00\x00CX\x05\x00\x00\x00dtype"
        b"cnumpy\ndtype\nX\x02\x00\x00\x00f4\x89\x88\x87R(K\x03X\x01\x00\x00\x00<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
        b"X\n\x00\x00\x00allow_mmap\x88X\x1b\x00\x00\x00numpy_array_alignment_bytesK\x10ub"
    )
    return b"\x80\x03](" + wrapper + b"\x02\xff\xff" + struct.pack("<4f", 1, 2, 3, 4) + after + b"e."


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


NAMES = (
    ("os", "system"), ("posix", "system"), ("nt", "system"), ("subprocess", "Popen"), ("subprocess", "check_output"),
    ("builtins", "eval"), ("builtins", "exec"), ("__builtin__", "eval"), ("__builtin__", "execfile"),
    ("builtins", "compile"), ("builtins", "getattr"), ("builtins", "__import__"), ("builtins", "open"),
    ("importlib", "import_module"), ("runpy", "run_path"), ("runpy", "_run_code"), ("pty", "spawn"),
    ("socket", "create_connection"), ("webbrowser", "open"), ("shutil", "rmtree"), ("code", "InteractiveInterpreter"),
    ("operator", "attrgetter"), ("operator", "methodcaller"), ("ctypes", "CDLL"), ("marshal", "loads"),
    ("urllib.request", "urlopen"), ("urllib", "urlopen"), ("http.client", "HTTPSConnection"), ("requests.api", "get"),
    ("asyncio.unix_events", "_UnixSubprocessTransport._start"), ("pip", "main"), ("pip._internal.cli.main", "main"),
    ("timeit", "timeit"), ("cProfile", "run"), ("profile", "Profile.run"), ("pdb", "run"), ("bdb", "Bdb.run"),
    ("trace", "Trace.run"), ("doctest", "debug_script"), ("idlelib.pyshell", "ModifiedInterpreter.runcode"),
    ("lib2to3.pgen2.grammar", "Grammar.loads"), ("ensurepip", "_run_pip"), ("torch.hub", "load"),
    ("torch", "load"), ("torch.utils.cpp_extension", "load_inline"), ("torch.utils.collect_env", "run"),
    ("torch.utils.bottleneck.__main__", "run_cprofile"), ("torch.utils._config_module", "ConfigModule.load_config"),
    ("torch.serialization", "load"), ("torch._dynamo.guards", "GuardBuilder.get"),
    ("torch.fx.graph_module", "reduce_graph_module"),
    ("torch.jit.unsupported_tensor_ops", "execWrapper"), ("numpy.testing._private.utils", "runstring"),
    ("numpy.f2py.crackfortran", "getlincoef"), ("numpy", "load"), ("pandas", "read_pickle"),
    ("joblib", "load"), ("dill", "loads"), ("cloudpickle", "loads"), ("functools", "reduce"), ("types", "FunctionType"),
    ("uuid", "_get_command_stdout"), ("distutils.file_util", "write_file"), ("logging.config", "_resolve"),
    ("multiprocessing.util", "spawnv_passfds"), ("_posixsubprocess", "fork_exec"), ("sqlite3", "connect"),
    ("venv", "create"), ("ssl", "get_server_certificate"), ("smtplib", "SMTP"), ("threading", "Timer"),
    ("commands", "getoutput"), ("tempfile", "NamedTemporaryFile"), ("zipimport", "zipimporter"),
    ("sys", "modules"), ("collections", "OrderedDict.__class__"), ("os", "system.__call__"),
    ("torch.serialization", "os.system"), ("codecs", "open"), ("io", "FileIO"), ("_io", "open"),
    ("linecache", "getlines"), ("pydoc", "pipepager"), ("site", "execsitecustomize"), ("imp", "load_source"),
    ("tensorflow.python.platform.gfile", "GFile"), ("transformers", "pipeline"),
    ("huggingface_hub", "snapshot_download"),
)  # fmt: skip


def malicious() -> Iterator[tuple[str, bytes]]:
    for module, name in NAMES:
        yield f"name-{module}-{name}.pkl", modern(module, name)
    yield "protocol-0.pkl", classic("os", "system")
    yield "protocol-0-unicode.pkl", b"V\\u006fs\nV\\u0073ystem\n\x93(Vtrue\ntR."
    yield "instance.pkl", b"(S'true'\nios\nsystem\n."
    yield "object.pkl", b"(cos\nsystem\nS'true'\no."
    yield "newobj.pkl", b"\x80\x02csubprocess\nPopen\nX\x04\x00\x00\x00true\x85\x81."
    yield "newobj-ex.pkl", b"\x80\x04" + text("subprocess") + text("Popen") + b"\x93" + text("true") + b"\x85}\x92."
    yield "memo.pkl", by_memo("os", "system")
    yield (
        "memo-implicit.pkl",
        b"\x80\x04" + text("os") + b"\x94" + text("system") + b"\x94h\x00h\x01\x93" + text("true") + b"\x85R.",
    )
    yield (
        "dup.pkl",
        b"\x80\x04" + text("os") + text("system") + b"200" + text("system") + b"\x93" + text("true") + b"\x85R.",
    )
    yield "names-as-bytes-strings.pkl", b"\x80\x02U\x02osU\x06system\x93U\x04true\x85R."
    yield (
        "computed-name.pkl",
        b"\x80\x04" + text("os") + b"c_codecs\nencode\n" + text("x") + b"\x85R\x93" + text("true") + b"\x85R.",
    )
    yield "extension.pkl", b"\x80\x02\x82\x01X\x04\x00\x00\x00true\x85R."
    yield "pop-hides.pkl", b"\x80\x02" + BAD + b"]."
    yield "broken-after.pkl", modern("os", "system")[:-1] + b"\xff\xff broken"
    yield "no-stop.pkl", modern("os", "system")[:-1]
    yield "truncated-text.pkl", modern("os", "system")[:-1] + b"X\xff\xff\xff\x7f"
    yield "second-stream.pkl", pickle.dumps({"a": 1}) + modern("os", "system")
    yield "second-stream-protocol-0.pkl", pickle.dumps({"a": 1}, protocol=0) + classic("os", "system")
    yield "nested.pkl", nested(modern("os", "system"))
    yield "nested-quietly.pkl", quiet_nested(modern("os", "system"))
    yield "nested-in-protocol-2.pkl", pickle.dumps({"blob": modern("os", "system")}, protocol=2)
    yield "long-prefix.pkl", b"\x80\x04" + b"K\x010" * 400_000 + modern("os", "system")[2:]
    yield "frame-lies.pkl", b"\x80\x04\x95\xff\x00\x00\x00\x00\x00\x00\x00" + modern("os", "system")[2:]
    yield "renamed.bin", modern("os", "system")
    yield "renamed.txt", modern("os", "system")
    yield "renamed.safetensors", modern("os", "system")
    yield "no-suffix", modern("os", "system")
    yield "torch.pt", torch_zip(tensor_pickle(BAD))
    yield "torch-deflated.pt", torch_zip(tensor_pickle(BAD), zipfile.ZIP_DEFLATED)
    yield "torch-flags.pt", flagged(torch_zip(tensor_pickle(BAD)))
    yield "torch-checksum.pt", bad_sum(torch_zip(tensor_pickle(BAD)))
    yield "torch-names.pt", other_name(torch_zip(tensor_pickle(BAD)))
    yield "torch-prefix.pt", b"junk" * 10 + torch_zip(tensor_pickle(BAD))
    yield "torch-other-name.pt", torch_zip(tensor_pickle(BAD), name="archive/data.dat")
    yield "torch-in-zip.pt", torch_zip(torch_zip(tensor_pickle(BAD)), name="inner.zip")
    yield "torch.zip", torch_zip(tensor_pickle(BAD))
    yield (
        "torch-legacy.pth",
        b"".join(map(pickle.dumps, (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}))) + tensor_pickle(BAD),
    )
    yield "torch-tar.nemo", tar(tensor_pickle(BAD))
    yield "objects.npy", numpy_file(modern("os", "system"))
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        made.writestr("a.npy", numpy_file(modern("os", "system")))
    yield "objects.npz", page.getvalue()
    yield "joblib.joblib", joblib_array(BAD)
    packings: dict[str, Callable[[bytes], bytes]] = {
        "zlib": zlib.compress, "gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress,
    }  # fmt: skip
    for name, pack in packings.items():
        yield f"joblib-{name}.joblib", pack(joblib_array(BAD))
    yield "archive.7z.bin", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\0" * 64
    yield "lambda.keras", keras({"class_name": "Lambda", "module": "keras.layers", "config": {"function": {}}})
    yield "lambda-nested.keras", keras({"class_name": "TimeDistributed", "module": "keras.layers",
                                        "config": {"layer": {"class_name": "__lambda__", "config": {}}}})  # fmt: skip
    yield "module.keras", keras({"class_name": "system", "module": "os", "config": {}})
    yield "lambda.h5", hdf5("Lambda")
    yield "saved_model-read/saved_model.pb", graph("ReadFile")
    yield "saved_model-write/saved_model.pb", graph("WriteFile")
    yield "external.onnx", onnx("../../../etc/passwd")
    yield "external-absolute.onnx", onnx("/etc/passwd")


def benign() -> Iterator[tuple[str, bytes]]:
    for protocol in range(6):
        yield f"dict-{protocol}.pkl", pickle.dumps({"a": [1, 2.5, "three", None, True], "b": (b"bytes", {4})}, protocol)
        yield f"ordered-{protocol}.pkl", pickle.dumps(OrderedDict(weight=[0.5] * 100), protocol)
    yield "torch.pt", torch_zip(tensor_pickle())
    yield "torch-deflated.pt", torch_zip(tensor_pickle(), zipfile.ZIP_DEFLATED)
    yield "pytorch_model.bin", torch_zip(tensor_pickle())
    yield (
        "torch-legacy.pth",
        b"".join(map(pickle.dumps, (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True})))
        + tensor_pickle()
        + struct.pack("<4f", 1, 2, 3, 4),
    )
    yield "numbers.npy", numpy_file(None)
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        made.writestr("a.npy", numpy_file(None))
    yield "numbers.npz", page.getvalue()
    yield "objects.npy", numpy_file(pickle.dumps(["a", "b"]))
    yield "array.joblib", joblib_array()
    yield "array-zlib.joblib", zlib.compress(joblib_array())
    yield "dense.keras", keras({"class_name": "Dense", "module": "keras.layers", "config": {"units": 4}})
    yield "dense.h5", hdf5("Dense")
    yield "saved_model/saved_model.pb", graph("MatMul")
    yield "plain.onnx", onnx("weights.bin")
    yield "model.safetensors", safetensors()
    yield (
        "words.pkl",
        pickle.dumps({"text": "os system subprocess eval exec import torch", "code": "os.system('true')"}),
    )
    yield "bytes.pkl", pickle.dumps({"png": b"\x89PNG\r\n" + bytes(range(256)) * 8})
    yield "large.pkl", pickle.dumps([list(range(1000)) for _ in range(300)])


def write(folder: Path) -> None:
    for kind, files in (("benign", benign()), ("malicious", malicious())):
        for name, data in files:
            place = folder / kind / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
