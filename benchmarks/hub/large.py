"""Files of 5 GB on a Hub, one after the other: requests for parts, bytes, and the CPU time of govscan alone.

    python benchmarks/hub/large.py

The Hub is the tests' own, on 127.0.0.1, in a process of its own; nobody holds the files. What asking for metadata and
card costs is measured with a model without weights and taken off.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from fakes import weights
from fakes.hub import Hub

CARD = "---\nlicense: mit\n---\n"
FILES = {
    "nothing": {},
    "safetensors, 3,000 tensors": {"model.safetensors": weights.safetensors()},
    "GGUF, 32,000 words": {"model.gguf": weights.gguf(words=32_000)},
    "GGUF, 150,000 words": {"model.gguf": weights.gguf()},
    "PyTorch zip, 200 storages": {"pytorch_model.bin": weights.torch_zip(weights.Runs())},
    "PyTorch zip, 2,000 storages": {"pytorch_model.bin": weights.torch_zip(weights.Runs(), storages=2_000)},
    "PyTorch of before 1.6": {"pytorch_model.bin": weights.legacy_torch(weights.Runs())},
}


def serve(line: Connection) -> None:
    with Hub() as hub:
        for number, files in enumerate(FILES.values()):
            hub.add(f"acme/model-{number}", {"README.md": CARD, **files})
        line.send(hub.url)
        while line.recv():
            parts = [each for each in hub.requests if "range" in each.headers]
            line.send((len(parts), hub.sent))


def main() -> None:
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,))
    server.start()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HF_HOME=f"{home}/hf", GOVSCAN_CACHE=f"{home}/cache", HF_ENDPOINT=here.recv(), NO_PROXY="*")
        from govscan.reference import Identity
        from govscan.resolve import ResolveOptions, resolve

        first, empty = 0.0, 0
        for number, label in enumerate(FILES):
            for again in range(2 if number == 0 else 1):  # the first request pays for imports
                here.send(True)
                asked, sent = here.recv()
                start = time.process_time()
                name = Identity("huggingface", f"acme/model-{number}", None if not again else "main")
                found = resolve([name], ResolveOptions(Path(home)))[name]
                spent = (time.process_time() - start) * 1000
            here.send(True)
            asked, sent = (after - before for after, before in zip(here.recv(), (asked, sent), strict=True))
            if number == 0:
                first, empty = spent, sent
                continue
            (examined,) = found.examined
            assert not examined.unread and not examined.troubles, examined
            flagged = [str(each) for each in examined.imports if each.danger == "dangerous"]
            figures = f"{asked} requests {sent - empty:10,} bytes {max(spent - first, 0):6.1f} ms of CPU"
            print(f"{label:30} {figures}  {examined.format} {' '.join(flagged)}")
    here.send(False)
    server.join()


if __name__ == "__main__":
    main()
