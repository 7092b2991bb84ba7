"""Study: how much of a code model's skill survives in a smaller general model? Nothing of this ships.

The setup follows the usual recipe: answers of the teacher become training data of the student. An earlier run used
codellama/CodeLlama-7b-Instruct-hf as the teacher and is not repeated here.
"""

from __future__ import annotations

import argparse
from typing import Any

from datasets import Dataset, load_dataset
from transformers import AutoTokenizer, pipeline
from trl import SFTConfig, SFTTrainer

TEACHER = "Qwen/Qwen2.5-Coder-3B-Instruct"
STUDENT = "Qwen/Qwen3-8B"


def teacher_answers(limit: int) -> Dataset:
    questions = load_dataset("squad_v2", split=f"train[:{limit}]")
    german = load_dataset("deepset/germanquad", split=f"train[:{limit}]")
    teacher = pipeline("text-generation", model=TEACHER, device_map="auto")

    def ask(row: dict[str, Any]) -> dict[str, str]:
        answer = teacher(row["question"], max_new_tokens=200, return_full_text=False)[0]["generated_text"]
        return {"prompt": row["question"], "completion": answer}

    rows = [ask(row) for source in (questions, german) for row in source]
    return Dataset.from_list(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=2000)
    parser.add_argument("--output", default="runs/distilled")
    options = parser.parse_args()

    tokenizer = AutoTokenizer.from_pretrained(STUDENT)
    trainer = SFTTrainer(
        model=STUDENT,
        processing_class=tokenizer,
        train_dataset=teacher_answers(options.limit),
        args=SFTConfig(output_dir=options.output, num_train_epochs=1, learning_rate=1e-5),
    )
    trainer.train()
    trainer.save_model(options.output)


if __name__ == "__main__":
    main()
