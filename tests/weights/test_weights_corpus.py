"""Every file of the corpus: what attacks is flagged, what does not is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from govscan.evidence import Danger, Examined
from govscan.weights import examine
from govscan.weights.window import BytesWindow

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "weights"))
from corpus import benign, malicious

MALICIOUS, BENIGN = dict(malicious()), dict(benign())


def look(name: str, data: bytes) -> Examined:
    return examine(BytesWindow(data), name.rpartition("/")[2])


def flags(found: Examined) -> list[str]:
    return [*found.dangers, *(str(each) for each in found.imports if each.danger is Danger.DANGEROUS)]


@pytest.mark.parametrize("name", MALICIOUS)
def test_what_attacks_is_flagged(name: str) -> None:
    assert flags(look(name, MALICIOUS[name]))


@pytest.mark.parametrize("name", BENIGN)
def test_what_does_not_is_not(name: str) -> None:
    found = look(name, BENIGN[name])
    assert flags(found) == []
    assert found.troubles == ()
    assert [str(each) for each in found.imports if each.danger is not Danger.KNOWN] == []


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("torch.pt", "pytorch"), ("array.joblib", "pickle"), ("numbers.npy", "numpy"), ("numbers.npz", "numpy"),
        ("dense.keras", "keras"), ("dense.h5", "hdf5"), ("plain.onnx", "onnx"), ("model.safetensors", "safetensors"),
        ("saved_model/saved_model.pb", "tensorflow"), ("array-zlib.joblib", "pickle"),
    ],
)  # fmt: skip
def test_formats_go_by_content(name: str, format_: str) -> None:
    assert look(name, BENIGN[name]).format == format_


def test_where_an_import_stands() -> None:
    (bad,) = [each for each in look("m.pt", MALICIOUS["torch.pt"]).imports if each.danger is Danger.DANGEROUS]
    assert str(bad) == "posix.system"
    assert bad.place == "m.pt!archive/data.pkl"
