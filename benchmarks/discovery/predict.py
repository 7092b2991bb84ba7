"""What govscan's discovery finds in a folder of repositories, as rows that labelled references can be compared with.

    python benchmarks/discovery/predict.py TREES_DIR -o PRED.csv

Every folder of TREES_DIR is one repository. The columns are repo_slug, file, line, model_id and kind; mentions,
services without a model and Markdown are left out.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from govscan.discover import discover
from govscan.discover.classify import is_hub_id
from govscan.discover.signatures import FASTER_WHISPER, OPEN_WEIGHTS, ROUTES, SENTENCE_TRANSFORMERS_ORG
from govscan.reference import Certainty, Reference

KINDS = {
    # govscan's providers by the coarser words of the labels; whatever is not here is "other".
    "huggingface": "hf",
    "modelscope": "modelscope",
    "ollama": "ollama",
    "openai": "openai",
    "azure-openai": "azure-openai",
    "anthropic": "anthropic",
    "bedrock": "bedrock",
    "vertex": "vertex",
    "gemini": "vertex",
    "dashscope": "dashscope",
    "qianfan": "qianfan/ernie",
    "timm": "timm/torchhub",
    "torchhub": "timm/torchhub",
    "local": "local-path",
    "url": "url",
}


def kind_of(reference: Reference) -> str:
    """The label's word for what govscan calls a provider. A label tells GGUF weights from others whoever hosts them,
    and calls a Hub id one, also where the Hub's own inference service answers for it."""
    provider = reference.provider
    if provider == "url" and "://" not in reference.name:
        return "other"  # a short name for which a library knows the address
    files = (reference.name, *(value for name, value in reference.hints if name == "filename"))
    if provider in ("huggingface", "modelscope", "local", "url") and any("gguf" in file.lower() for file in files):
        return "gguf"
    if provider == "huggingface-inference" and is_hub_id(re.sub(r"\{[^{}]*\}", "x", reference.name)):
        return "hf"
    return KINDS.get(provider, "other")


def as_written(reference: Reference, line: str) -> tuple[str, str]:
    """Name and kind as the labels have them. A short name that a library completes ("tiny", "all-MiniLM-L6-v2"), and
    one with a router's prefix ("openai:gpt-4o"), is labelled as it is written; govscan tells what it stands for."""
    name = reference.name
    if reference.provider not in OPEN_WEIGHTS or reference.provider == "ollama":
        routed = re.search(rf"[\"'=\s]((?:[\w.-]+[:/]){{1,3}}){re.escape(name)}(?![\w./-])", line)
        known = routed and re.split("[:/]", routed[1])[0].lower() in (*ROUTES, "google", "amazon", "z-ai", "x-ai")
        return f"{routed[1]}{name}" if routed and known else name, kind_of(reference)
    if reference.provider != "huggingface" or name in line:
        return name, kind_of(reference)
    sizes = [size for size, full in FASTER_WHISPER.items() if full == name and re.search(rf"[\"']{size}[\"']", line)]
    if sizes:
        return sizes[0], "other"
    organization, _, short = name.partition("/")
    if organization == SENTENCE_TRANSFORMERS_ORG and short in line:
        return short, "sentence-transformers"
    if organization == "mlc-ai" and short in line:
        return short, "other"
    return name, kind_of(reference)


def _is_named(reference: Reference) -> bool:
    """Whether the code says the name, or which variable of the environment has it. What an option or an argument of a
    program has (`$--model`, `$model`, `$1`) is said by whoever starts it, and was not labelled."""
    return bool(reference.name) and not re.match(r"\$(?:--|\d|[a-z])", reference.name)


def rows(trees: Path) -> Iterator[tuple[str, str, int, str, str]]:
    for tree in sorted(path for path in trees.iterdir() if path.is_dir()):
        for reference in discover(tree).references:
            place = reference.location
            if reference.certainty is Certainty.DEPENDENCY and _is_named(reference) and not place.path.endswith(".md"):
                lines = (tree / place.path).read_text(encoding="utf-8", errors="replace").splitlines()
                line = lines[place.line - 1] if place.line <= len(lines) else ""
                yield tree.name, place.path, place.line, *as_written(reference, line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trees", type=Path, metavar="TREES_DIR")
    parser.add_argument("-o", dest="output", type=Path, required=True, metavar="PRED.csv")
    arguments = parser.parse_args()
    with arguments.output.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(("repo_slug", "file", "line", "model_id", "kind"))
        writer.writerows(rows(arguments.trees))


if __name__ == "__main__":
    main()
