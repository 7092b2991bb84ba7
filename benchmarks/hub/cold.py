"""200 models of a Hub that takes 50 ms for an answer: govscan cold and warm, beside `hf_hub_download` one by one.

    python benchmarks/hub/cold.py [MODELS] [SECONDS_AN_ANSWER] [safetensors | pickle | gguf]

The Hub is the tests' own, on 127.0.0.1. Each model has metadata, a card, a license text, two configurations and a
weight file of its own: 5 GB of safetensors, a checkpoint of 5 GB, or a GGUF file of 5 GB with 150,000 words.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from fakes.hub import Hub, Sparse
from fakes.weights import gguf, safetensors, torch_zip


def weights(name: str, kind: str) -> dict[str, Sparse]:
    """A weight file whose content no other model has."""
    match kind:
        case "pickle":
            return {"pytorch_model.bin": torch_zip(name)}
        case "gguf":
            return {"model-Q4_K_M.gguf": gguf(template=name)}
    return {"model.safetensors": safetensors(tensors=300, note=name)}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    latency = float(sys.argv[2]) if len(sys.argv) > 2 else 0.05
    kind = sys.argv[3] if len(sys.argv) > 3 else "safetensors"
    with tempfile.TemporaryDirectory() as home, Hub() as hub:
        os.environ.update(HF_HOME=f"{home}/hf", GOVSCAN_CACHE=f"{home}/govscan", HF_ENDPOINT=hub.url, NO_PROXY="*")
        os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
        files = {
            "README.md": "---\nlicense: mit\n---\n# Model\n" + "words " * 2000,
            "LICENSE": "Permission is granted. " * 50,
            "config.json": '{"model_type": "llama"}',
            "tokenizer_config.json": '{"chat_template": "{{ messages }}"}',
        }
        names = [f"acme/model-{number}" for number in range(count)]
        shas = [hub.add(name, {**files, **weights(name, kind)}).sha for name in names]
        hub.latency = latency

        from huggingface_hub import HfApi, hf_hub_download

        from govscan.reference import Identity
        from govscan.resolve import ResolveOptions, resolve

        def run(label: str, revisions: list[str | None]) -> float:
            models = [Identity("huggingface", name, at) for name, at in zip(names, revisions, strict=True)]
            before, start, spent, sent = len(hub.requests), time.perf_counter(), time.process_time(), hub.sent
            found = resolve(models, ResolveOptions(Path(home)))
            seconds = time.perf_counter() - start
            assert all(hasattr(answer, "documents") for answer in found.values())
            asked = (len(hub.requests) - before) / count
            figures = f"{(time.process_time() - spent) / count * 1000:6.1f} ms of CPU (with the server's)"
            got = f"{asked:5.2f} requests, {(hub.sent - sent) / count:12,.0f} bytes"
            print(f"{label:44} {seconds:7.2f} s {got}, {figures} a model")
            return seconds

        cold = run("govscan, cold", [None] * count)
        run("govscan, again, by branch", [None] * count)
        run("govscan, again, pinned to the commit", list(shas))

        before, start = len(hub.requests), time.perf_counter()
        api = HfApi()
        for name in names:
            sha = api.model_info(name).sha
            for file in ("README.md", "LICENSE"):
                hf_hub_download(name, file, revision=sha)
        seconds = time.perf_counter() - start
        asked = (len(hub.requests) - before) / count
        print(f"{'huggingface_hub, one by one, no header':44} {seconds:7.2f} s {asked:5.2f} requests a model")
        print(f"{seconds / cold:.1f} times as long as govscan, cold")


if __name__ == "__main__":
    main()
