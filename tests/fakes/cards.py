"""Model cards that together have most of what real ones have, for runs over many of them. Every text is made up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

LICENSES = (None, "mit", "apache-2.0", "llama3.1", "gemma", "cc-by-nc-4.0", "other", "unknown", "[mit, apache-2.0]")
BASES = ("acme/base-0", "acme/base-1", "meta-llama/Llama-3.1-8B", "nobody/missing", "gpt2")
TEMPLATE = """
# Model Card for Model ID

<!-- Write a short summary here. -->

## Model Details

- **License:** [More Information Needed]

## Uses

[More Information Needed]

## Training Data

[More Information Needed]
"""
BODIES = (
    TEMPLATE,
    "\n# A model\n\nReleased under the Apache 2.0 license. The code is under the MIT License.\n\n## Usage\n\nLoad.\n",
    "\n# A student\n\nIt was distilled from [acme/base-1](https://huggingface.co/acme/base-1), with data by GPT-4.\n",
    "\n## License\n\nCC BY-NC 4.0\n\n## Evaluation\n\n| Task | Accuracy |\n|---|---|\n| A | 0.5 |\n\nGPU hours: 12.\n",
    "\nFor commercial use you must fill in the application form at the address below.\n",
    "\nA short text in no language: 这个模型遵循 Apache-2.0 许可协议。训练数据已公开。\n",
    "",
)


def card(random: Random, number: int) -> str | None:
    """One card; some are the same as others, some have no front matter, some have a broken one, some are not there."""
    if random.random() < 0.15:
        return None
    matter = []
    license_ = random.choice(LICENSES)
    if license_ is not None:
        matter.append(f"license: {license_}")
    if license_ == "other" and random.random() < 0.5:
        matter.append("license_name: tongyi-qianwen\nlicense_link: LICENSE")
    if random.random() < 0.4:
        matter.append(f"base_model: {random.choice(BASES)}")
    if random.random() < 0.2:
        matter.append("datasets:\n- squad\n- acme/data")
    if random.random() < 0.1:
        matter.append("pipeline_tag: text-generation")
    if random.random() < 0.05:
        matter.append("broken: [")
    body = random.choice(BODIES)
    if random.random() < 0.3:
        body += f"\nLoss: 0.{number}\n"
    head = "---\n" + "\n".join(matter) + "\n---\n" if matter else ""
    return head + body


def cards(count: int, seed: int = 0) -> list[dict[str, Any]]:
    """Rows in the layout of the public dumps; the first ones are base models of others."""
    random = Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(count):
        id_ = f"acme/base-{number}" if number < 3 else f"{random.choice(('acme', 'Qwen', 'x-y'))}/model-{number}"
        text = "---\nlicense: cc-by-nc-4.0\n---\n# Base\n" if number == 0 else card(random, number)
        if number > 10 and random.random() < 0.2:
            text = random.choice(rows)["card"]
        tags = random.choice((["transformers"], ["license:mit"], ["dataset:squad", "region:us"], None))
        rows.append(
            {
                "modelId": id_,
                "tags": tags,
                "pipeline_tag": random.choice((None, "text-generation", "fill-mask")),
                "createdAt": f"2024-0{random.randint(1, 9)}-01T00:00:00.000Z",
                "card": text,
            }
        )
    return rows


def parquet(path: Path, rows: Sequence[Mapping[str, Any]], row_group: int = 1_000) -> Path:
    """Rows as a Parquet file."""
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path, row_group_size=row_group)
    return path


def jsonl(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
