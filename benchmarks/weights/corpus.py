"""Benign and malicious weight files, made byte by byte: no library that would have to be trusted, and nothing in them
does harm (the commands are `true`).

    python benchmarks/weights/corpus.py FOLDER      # FOLDER/benign, FOLDER/malicious
"""

from __future__ import annotations

import sys
from pathlib import Path

from benign import benign
from malicious import malicious
from pieces import BAD, hdf5, onnx, safetensors, tensor_pickle, torch_zip

__all__ = ["BAD", "benign", "hdf5", "malicious", "onnx", "safetensors", "tensor_pickle", "torch_zip", "write"]


def write(folder: Path) -> None:
    for kind, files in (("benign", benign()), ("malicious", malicious())):
        for name, data in files:
            place = folder / kind / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
