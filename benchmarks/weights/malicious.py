"""Files that run code or reach outside when they are loaded, each by one trick. Nothing in them does harm: the commands
are `true`."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pickle
import zipfile
import zlib
from collections.abc import Callable, Iterator

from gadgets import NAMES
from pieces import (
    BAD,
    bad_sum,
    by_memo,
    classic,
    flagged,
    graph,
    hdf5,
    joblib_array,
    keras,
    modern,
    nested,
    numpy_file,
    onnx,
    other_name,
    quiet_nested,
    tar,
    tensor_pickle,
    text,
    torch_zip,
)
from tricks import tricks


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
    yield from tricks()
