"""The text of a synthetic card, by kind: what tools write over and over, and what people write."""

from __future__ import annotations

from random import Random

from frontmatter import front_matter, pick_oddity
from model import Model
from prose import HEADINGS, SENTENCES

# Kinds of cards, as a share of the models that have one: assumptions, see README.md.
KINDS = (
    ("template", 0.23), ("trainer", 0.19), ("written", 0.17), ("bare", 0.15), ("adapter", 0.10), ("gguf", 0.08),
    ("plain", 0.04), ("agent", 0.02), ("merge", 0.02),
)  # fmt: skip

LONGEST = 200_000  # characters of prose

# A tool's empty form: many sections with advice in comments, nothing filled in.
_ADVICE = (
    "Say in one or two sentences what is meant here; leave the marker if you do not know.",
    "Name people, groups and addresses where a reader may ask further.",
    "Write for those who have to decide whether they may use the model at all.",
)
_FORM = "".join(
    f"\n{'#' * depth} {title}\n\n<!-- {_ADVICE[len(title) % 3]} -->\n"
    f"\n{'[More Information Needed]' if depth == 3 else ''}\n"
    for depth, title in (
        (1, "Model Card for Model ID"), (2, "Model Details"), (3, "Model Description"), (3, "Model Sources"),
        (2, "Uses"), (3, "Direct Use"), (3, "Downstream Use"), (3, "Out-of-Scope Use"),
        (2, "Bias, Risks, and Limitations"), (3, "Recommendations"), (2, "How to Get Started with the Model"),
        (3, "Code"), (2, "Training Details"), (3, "Training Data"), (3, "Training Procedure"),
        (3, "Training Hyperparameters"), (3, "Speeds, Sizes, Times"), (2, "Evaluation"), (3, "Testing Data"),
        (3, "Factors"), (3, "Metrics"), (3, "Results"), (2, "Model Examination"), (2, "Environmental Impact"),
        (3, "Hardware Type"), (3, "Hours used"), (3, "Carbon Emitted"), (2, "Technical Specifications"),
        (3, "Compute Infrastructure"), (2, "Citation"), (3, "BibTeX"), (2, "Glossary"), (3, "Terms"),
        (2, "Model Card Authors"), (3, "Names"), (2, "Model Card Contact"), (3, "Address"),
    )
)  # fmt: skip

# Sentences about the license in the body. The first half agrees with a missing label, the second contradicts one.
_SAYS = (
    ("The weights are released under the Apache License 2.0.", "Apache-2.0"),
    ("This model is released under the MIT license.", "MIT"),
    ("The model is licensed under CC BY-NC 4.0.", "CC-BY-NC-4.0"),
)


def card_of(random: Random, model: Model) -> str:
    """The text of the card; what its faults change is entered in `model`."""
    if model.kind == "plain":
        return _body(random, model)
    oddity = pick_oddity(random, model)
    model.oddity = oddity
    text = front_matter(random, model, oddity, _index(random, model)) + _body(random, model)
    return text.replace("\n", "\r\n") if oddity == "crlf" else text


def _index(random: Random, model: Model) -> str:
    name = model.id.split("/")[1]
    if model.kind == "trainer":
        return f"model-index:\n- name: {name}\n  results: []\n"
    if model.kind == "agent":
        return (
            f"model-index:\n- name: PPO\n  results:\n  - task:\n      type: reinforcement-learning\n"
            f"      name: reinforcement-learning\n    dataset:\n      name: LunarLander-v2\n"
            f"      type: LunarLander-v2\n    metrics:\n    - type: mean_reward\n"
            f"      value: {random.randrange(100, 290)}.{random.randrange(100):02d} +/- {random.randrange(9, 60)}.10\n"
            f"      name: mean_reward\n      verified: false\n"
        )
    if model.kind == "adapter" and model.library == "diffusers" and random.random() < 0.6:
        return f"instance_prompt: a photo in the manner of {name}\nwidget:\n- text: a lighthouse at dusk\n"
    if model.kind == "written" and random.random() < 0.006:
        return _results(random, name)
    return ""


def _results(random: Random, name: str) -> str:
    """The front matter of an embedding model with all its benchmark results: tens of kilobytes of YAML."""
    tasks = "".join(
        f"  - task:\n      type: Retrieval\n    dataset:\n      type: northfield/bench-{at}\n      name: Bench {at}\n"
        f"      config: default\n      split: test\n    metrics:\n    - type: map_at_10\n"
        f"      value: {random.random() * 100:.3f}\n    - type: ndcg_at_10\n      value: {random.random() * 100:.3f}\n"
        for at in range(random.randrange(50, 600))
    )
    return f"model-index:\n- name: {name}\n  results:\n{tasks}"


def _body(random: Random, model: Model) -> str:
    name = model.id.split("/")[1]
    base = model.parents[0].id if model.parents else "an earlier model"
    match model.kind:
        case "bare":
            return "" if random.random() < 0.8 else f"\n# {name}\n"
        case "template":
            return _FORM
        case "trainer":
            return _trainer(random, name, base)
        case "gguf":
            return _quantized(random, name, base)
        case "adapter":
            return _adapter(random, model, name, base)
        case "agent":
            return (
                f"\n# An agent that plays LunarLander-v2\n\nA trained agent, made with stable-baselines3. To run it, "
                f"load `{name}.zip` with the library.\n"
            )
        case "merge":
            rows = "".join(f"  - model: {parent.id}\n" for parent in model.parents)
            return (
                f"\n# {name}\n\nMade by merging models with the linear method.\n\n## Configuration\n\n```yaml\n"
                f"models:\n{rows}merge_method: linear\ndtype: bfloat16\n```\n"
            )
        case _:
            return _written(random, model, name)


def _trainer(random: Random, name: str, base: str) -> str:
    epochs = random.randrange(1, 11)
    rows = "".join(
        f"| {random.random() * 2:.4f} | {at}.0 | {at * 500} | {random.random():.4f} | {random.random():.4f} |\n"
        for at in range(1, epochs + 1)
    )
    return (
        f"\n<!-- written by a tool after training; complete it, then remove this line -->\n\n# {name}\n\n"
        f"A version of [{base}](https://huggingface.co/{base}) tuned on an unnamed dataset. On the evaluation set:\n"
        f"- Loss: {random.random():.4f}\n- Accuracy: {random.random():.4f}\n\n## Model description\n\n"
        f"More information needed\n\n## Intended uses & limitations\n\nMore information needed\n\n"
        f"## Training and evaluation data\n\nMore information needed\n\n## Training procedure\n\n"
        f"### Training hyperparameters\n\n- learning_rate: {random.choice(('2e-05', '5e-05', '0.0001', '0.0002'))}\n"
        f"- train_batch_size: {random.choice((4, 8, 16, 32))}\n- seed: 42\n- num_epochs: {epochs}\n\n"
        f"### Training results\n\n| Loss | Epoch | Step | Validation | Accuracy |\n|---|---|---|---|---|\n{rows}\n"
        f"### Framework versions\n\n- Transformers 4.{random.randrange(20, 58)}.0\n"
        f"- Pytorch 2.{random.randrange(9)}.1\n- Datasets 2.{random.randrange(4, 20)}.0\n- Tokenizers 0.15.0\n"
    )


def _quantized(random: Random, name: str, base: str) -> str:
    size = random.uniform(0.5, 40)
    rows = "".join(
        f"| [{name}.{kind}.gguf](https://huggingface.co/{base}/resolve/main/{name}.{kind}.gguf) | {kind} | "
        f"{size * bits / 8:.1f} GB | {remark} |\n"
        for kind, bits, remark in (
            ("Q2_K", 2.6, "smallest, much is lost"), ("Q3_K_M", 3.4, "small"), ("Q4_K_M", 4.5, "a good start"),
            ("Q5_K_M", 5.5, "close to the original"), ("Q6_K", 6.6, "hardly any loss"), ("Q8_0", 8.5, "largest"),
        )
    )  # fmt: skip
    return (
        f"\n# {name}\n\nFiles in GGUF format for [{base}](https://huggingface.co/{base}).\n\n## Files\n\n"
        f"| Name | Method | Size | Remark |\n|---|---|---|---|\n{rows}\n## How to run\n\n```shell\n"
        f"llama-cli -m {name}.Q4_K_M.gguf -p 'Hello'\n```\n"
    )


def _adapter(random: Random, model: Model, name: str, base: str) -> str:
    if model.library == "diffusers":
        word = random.choice(("TOK", "sks", "inkwash", "lantern"))
        return (
            f"\n# {name}\n\nLow-rank weights for `{base}`. Say `{word}` in the prompt.\n\n## Use\n\n```py\n"
            f"from diffusers import AutoPipelineForText2Image\n\n"
            f"pipe = AutoPipelineForText2Image.from_pretrained('{base}')\n"
            f"pipe.load_lora_weights('{model.id}')\n```\n"
        )
    return f"\n# {name}\n\nAn adapter for {base}.\n\n### Framework versions\n\n- PEFT 0.{random.randrange(4, 18)}.0\n"


def _written(random: Random, model: Model, name: str) -> str:
    """Prose of log-normal length: most is short, a few cards are books."""
    pool = SENTENCES[model.speech]
    left = min(LONGEST, random.lognormvariate(7.7, 1.2))
    parts = [f"\n# {name}\n\n"]
    while left > 0:
        block = " ".join(random.choices(pool, k=random.randrange(2, 9)))
        heading = f"## {random.choice(HEADINGS)}\n\n" if random.random() < 0.6 else ""
        parts.append(f"{heading}{block}\n\n")
        left -= len(block) + len(heading)
    chance = random.random()
    if model.tag is None and model.oddity == "" and chance < 0.06:
        sentence, license_ = random.choice(_SAYS)
        parts.append(f"## License\n\n{sentence}\n")
        model.license = license_
    elif model.tag == "apache-2.0" and chance < 0.03:  # the label and the text of the card disagree
        parts.append(f"## License\n\n{_SAYS[2][0]}\n")
    return "".join(parts)
