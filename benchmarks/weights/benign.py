"""Files that attack nobody: what libraries write when they save numbers, states and fitted models. No library writes
them here; the same names are put together byte by byte, so that none has to be installed."""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import fractions
import io
import json
import pathlib
import pickle
import struct
import uuid
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from pieces import (
    graph,
    hdf5,
    joblib_array,
    joblib_objects,
    keras,
    numpy_file,
    onnx,
    safetensors,
    tar,
    tensor_pickle,
    torch_zip,
)


def plain(value: Any) -> bytes:
    """The opcodes that push a plain value."""
    return pickle.dumps(value, 2)[2:-1]


def array(numbers: tuple[float, ...] = (1.0, 2.0)) -> bytes:
    """An array of NumPy."""
    kind = b"cnumpy\ndtype\nX\x02\x00\x00\x00f8\x89\x88\x87R(K\x03X\x01\x00\x00\x00<NNN"
    kind += b"J\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    data = struct.pack(f"<{len(numbers)}d", *numbers)
    return (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R(K\x01"
        + plain(len(numbers)) + b"\x85" + kind + b"\x89C" + bytes([len(data)]) + data + b"tb"
    )  # fmt: skip


def made(module: str, name: str, /, **state: bytes) -> bytes:
    """An object of a class with a state, as `copyreg` and NEWOBJ make it."""
    pairs = b"".join(plain(key) + value for key, value in state.items())
    return f"c{module}\n{name}\n".encode() + b")\x81}(" + pairs + b"ub"


def called(module: str, name: str, *arguments: bytes) -> bytes:
    return f"c{module}\n{name}\n".encode() + b"(" + b"".join(arguments) + b"tR"


def whole(body: bytes, protocol: int = 4) -> bytes:
    return b"\x80" + bytes([protocol]) + body + b"."


def fitted() -> Iterator[tuple[str, bytes]]:
    """Models of scikit-learn and its kin."""
    linear = made("sklearn.linear_model._base", "LinearRegression", coef_=array(), intercept_=plain(0.5),
                  fit_intercept=plain(True), _sklearn_version=plain("1.5.2"))  # fmt: skip
    scaler = made("sklearn.preprocessing._data", "StandardScaler", mean_=array(), scale_=array())
    steps = b"](" + plain("scale") + scaler + b"\x86" + plain("model") + linear + b"\x86e"
    yield "linear", linear
    yield "pipeline", made("sklearn.pipeline", "Pipeline", steps=steps, verbose=plain(False))
    tree = called("sklearn.tree._tree", "Tree", plain(4), array(), plain(1)) + b"}(" + plain("nodes") + array() + b"ub"
    yield "tree", made("sklearn.tree._classes", "DecisionTreeClassifier", tree_=tree, max_depth=plain(3))
    neighbors = called("sklearn.neighbors._kd_tree", "newObj", b"csklearn.neighbors._kd_tree\nKDTree\n")
    yield "neighbors", made("sklearn.neighbors._classification", "KNeighborsClassifier", _tree=neighbors)
    words = made("sklearn.feature_extraction.text", "TfidfVectorizer", vocabulary_=plain({"os": 1, "system": 2}))
    yield "words-fitted", words
    booster = made("xgboost.core", "Booster", handle=plain(bytearray(b"binf" * 20)))
    yield "xgboost", made("xgboost.sklearn", "XGBClassifier", _Booster=booster, n_estimators=plain(100))
    yield "lightgbm", made("lightgbm.sklearn", "LGBMRegressor", _Booster=made("lightgbm.basic", "Booster"))
    yield "catboost", made("catboost.core", "CatBoostClassifier", _params=plain({"depth": 6}))


def tables() -> Iterator[tuple[str, bytes]]:
    """Sparse matrices of SciPy, tables of pandas, generators and masks of NumPy."""
    places = {"indices": array(), "indptr": array(), "_shape": plain((2, 2))}
    yield "sparse", made("scipy.sparse._csr", "csr_matrix", data=array(), **places)
    kind = b"cpandas.core.indexes.base\nIndex\n"
    index = called("pandas.core.indexes.base", "_new_Index", kind, b"}(" + plain("data") + array() + b"u")
    block = called("pandas._libs.internals", "_unpickle_block", array(), plain(slice(0, 1).start), plain(2))
    manager = called("pandas.core.internals.managers", "BlockManager", block, index)
    yield "frame", made("pandas.core.frame", "DataFrame", _mgr=manager, _typ=plain("dataframe"), attrs=plain({}))
    stamp = called("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", plain(10**18), plain(None), plain(None))
    yield "series", made("pandas.core.series", "Series", index=index, name=plain("x"), first=stamp)
    bits = called("numpy.random._pickle", "__bit_generator_ctor", plain("PCG64"))
    yield "generator", called("numpy.random._pickle", "__generator_ctor", bits)
    yield "numpy-scalar", called("numpy.core.multiarray", "scalar", b"cnumpy\ndtype\nX\x02\x00\x00\x00f8\x89\x88\x87R",
                                 plain(struct.pack("<d", 1.5)))  # fmt: skip


def states() -> Iterator[tuple[str, bytes]]:
    """What the standard library's own types become."""
    values = {
        "dates": [dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.date(2026, 1, 1), dt.timedelta(days=1), dt.time(12)],
        "numbers": [decimal.Decimal("1.5"), fractions.Fraction(1, 3), 1j, 2**200, float("nan")],
        "collections": [
            collections.Counter("aab"), collections.deque([1, 2], 5), OrderedDict(a=1), frozenset({1}), bytearray(b"x"),
            collections.defaultdict(list, a=[1]), collections.defaultdict(int), range(3), slice(1, 2),
        ],
        "identifiers": [uuid.UUID(int=7), pathlib.PurePosixPath("a/b")],
        "shared": [[shared := ["x"]], shared, {"again": shared}],
    }  # fmt: skip
    for name, value in values.items():
        for protocol in (0, 2, 4, 5):
            yield f"{name}-{protocol}", pickle.dumps(value, protocol)
    loop: list[Any] = []
    loop.append(loop)
    yield "loop", pickle.dumps(loop)


def benign() -> Iterator[tuple[str, bytes]]:
    for protocol in range(6):
        yield f"dict-{protocol}.pkl", pickle.dumps({"a": [1, 2.5, "three", None, True], "b": (b"bytes", {4})}, protocol)
        yield f"ordered-{protocol}.pkl", pickle.dumps(OrderedDict(weight=[0.5] * 100), protocol)
    for name, body in (*fitted(), *tables()):
        yield f"{name}.pkl", whole(body)
        yield f"{name}.joblib", zlib.compress(whole(body, 3))
    for name, data in states():
        yield f"{name}.pkl", data
    yield "arrays.pkl", whole(b"](" + array() + array() + b"e", 2)
    yield "torch.pt", torch_zip(tensor_pickle())
    yield "torch-deflated.pt", torch_zip(tensor_pickle(), zipfile.ZIP_DEFLATED)
    yield "pytorch_model.bin", torch_zip(tensor_pickle())
    yield "torch-tar.nemo", tar(tensor_pickle())
    yield (
        "torch-legacy.pth",
        b"".join(map(pickle.dumps, (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True})))
        + tensor_pickle()
        + struct.pack("<4f", 1, 2, 3, 4),
    )
    yield "numbers.npy", numpy_file(None)
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        archive.writestr("a.npy", numpy_file(None))
    yield "numbers.npz", page.getvalue()
    yield "objects.npy", numpy_file(pickle.dumps(["a", "b"]))
    yield "array.joblib", joblib_array()
    yield "objects.joblib", joblib_objects(pickle.dumps([dt.date(2026, 1, 1), "a"], 4), b"K\x01" + plain([1]))
    yield "array-zlib.joblib", zlib.compress(joblib_array())
    yield "dense.keras", keras({"class_name": "Dense", "module": "keras.layers", "config": {"units": 4}})
    words = {"vocabulary": ["the", "Lambda", "os.system"], "max_tokens": 10}
    yield "words.keras", keras({"class_name": "TextVectorization", "module": "keras.layers", "config": words})
    yield "dense.h5", hdf5("Dense")
    yield "saved_model/saved_model.pb", graph("MatMul")
    yield "plain.onnx", onnx("weights.bin")
    yield "model.safetensors", safetensors()
    yield "script.pt", script("return torch.add(x, self.weight)")
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        archive.writestr("model_config.yaml", "model:\n  _target_: nemo.collections.asr.models.EncDecCTCModel\n")
        archive.writestr("model_weights.ckpt", torch_zip(tensor_pickle()))
    yield "model.nemo", page.getvalue()
    yield (
        "words.pkl",
        pickle.dumps({"text": "os system subprocess eval exec import torch", "code": "os.system('true')"}),
    )
    yield "names.pkl", pickle.dumps(["cos\nsystem\n", "posix\nsystem", "__import__", "__reduce__", "builtins.eval"])
    yield "bytes.pkl", pickle.dumps({"png": b"\x89PNG\r\n" + bytes(range(256)) * 8})
    yield "large.pkl", pickle.dumps([list(range(1000)) for _ in range(300)])
    yield "tokens.json.pkl", pickle.dumps(json.dumps({"bos_token": "<s>"}))


def script(body: str) -> bytes:
    """A module of TorchScript, with its code as text."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        archive.writestr("m/data.pkl", tensor_pickle())
        archive.writestr("m/constants.pkl", b"\x80\x02).")
        archive.writestr(
            "m/code/__torch__.py", f"class M(Module):\n  def forward(self, x: Tensor) -> Tensor:\n    {body}\n"
        )
        archive.writestr("m/version", "3\n")
    return page.getvalue()
