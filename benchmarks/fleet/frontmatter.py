"""Front matter as people and tools write it, with its faults; and the tags that the hub derives from it."""

from __future__ import annotations

from random import Random

from labels import SPELLED
from model import Model

# Faults and habits, as a share of the cards with front matter: assumptions, see README.md. BROKEN ones are no YAML.
ODDITIES = (
    ("crlf", 0.010), ("quoted", 0.006), ("blank", 0.005), ("list", 0.005), ("spelled", 0.005), ("tab", 0.003),
    ("colon", 0.003), ("needed", 0.003), ("braces", 0.0025), ("licence", 0.002), ("comment", 0.002),
    ("quote", 0.0015), ("unclosed", 0.0015), ("no", 0.001), ("norway", 0.001), ("bom", 0.001), ("none", 0.001),
)  # fmt: skip
BROKEN = frozenset({"tab", "colon", "braces", "quote", "unclosed"})
NAMES_NONE = frozenset({"needed", "braces", "no", "none"})  # the license line is there and says nothing

_GATED = (
    "extra_gated_heading: Ask for access\n"
    "extra_gated_prompt: >-\n  You agree to use the weights for evaluation, and to delete them afterwards.\n"
    "extra_gated_fields:\n  Name: text\n  Affiliation: text\n  Country: country\n  I agree to the terms: checkbox\n"
)


def pick_oddity(random: Random, model: Model) -> str:
    """Which fault the front matter of this model has; none for most."""
    at = random.random()
    if at >= 0.06:  # nearly always: do not walk the list
        return ""
    for name, share in ODDITIES:
        at -= share
        if at < 0:
            needs_license = name in ("list", "spelled", "licence", "comment", "quoted")
            if needs_license and model.tag in (None, "other"):
                return ""
            return "" if name == "spelled" and model.tag not in SPELLED else name
    return ""


def front_matter(random: Random, model: Model, oddity: str, extra: str = "") -> str:
    """The block with its two lines of dashes; sets what the oddity changes about the truth of `model`."""
    lines = _languages(random, model, oddity) + _license(random, model, oddity)
    if model.library and random.random() < 0.8:
        lines.append(f"library_name: {model.library}")
    lines += _bases(random, model)
    if model.datasets:
        lines += _values("datasets", model.datasets)
    if oddity == "colon":
        lines.append(f"model_name: {model.id.split('/')[1]}: second try")
    lines += _tags(model, oddity)
    if model.task and model.kind in ("gguf", "written", "trainer", "adapter") and random.random() < 0.7:
        lines.append(f"pipeline_tag: {model.task}")
    if oddity == "quote":
        lines.append('inference: "off')
    block = "\n".join(lines or ["tags: []"]) + "\n" + extra
    if model.kind == "written" and random.random() < 0.04:
        block += _GATED
    if oddity == "unclosed":
        return f"---\n{block}\n"
    return f"{chr(0xFEFF) if oddity == 'bom' else ''}{chr(10) if oddity == 'blank' else ''}---\n{block}---\n"


def hub_tags(model: Model, oddity: str, has_matter: bool) -> list[str]:
    """The tags column: what the hub makes of valid front matter, and of the files."""
    if not has_matter or oddity in BROKEN:
        return [*filter(None, (model.library,)), "region:us"]
    tags = [*filter(None, (model.library,)), *_own_tags(model), *model.languages]
    tags += [f"dataset:{name}" for name in model.datasets]
    for parent in model.parents:
        tags += [f"base_model:{parent.id}", f"base_model:{model.relation or 'finetune'}:{parent.id}"]
    if model.tag and oddity not in NAMES_NONE | {"licence"}:
        tags.append(f"license:{model.tag}")
        if oddity == "list":
            tags.append("license:cc-by-4.0")
    return [*tags, "region:us"]


def _languages(random: Random, model: Model, oddity: str) -> list[str]:
    if oddity == "norway":
        model.languages = ["no"]
        return ["language: no"]
    codes = ["'no'" if code == "no" else code for code in model.languages]
    return _values("language", codes, flow=random.random() < 0.3) if codes else []


def _bases(random: Random, model: Model) -> list[str]:
    named = [parent.id for parent in model.parents] + ([model.path] if model.path else [])
    if not named:
        return []
    lines = [f"base_model: {named[0]}"] if len(named) == 1 else _values("base_model", named)
    if model.relation and random.random() < 0.3:
        lines.append(f"base_model_relation: {model.relation}")
    return lines


def _tags(model: Model, oddity: str) -> list[str]:
    tags = _own_tags(model)
    if oddity == "tab":
        return ["tags:", *(f"\t- {tag}" for tag in tags or ["experiment"])]
    if tags:
        return _values("tags", tags)
    return ["tags: []"] if model.kind == "template" else []


def _license(random: Random, model: Model, oddity: str) -> list[str]:
    if oddity in NAMES_NONE:
        model.tag = model.license = model.license_name = model.license_link = None
        said = {"needed": "[More Information Needed]", "braces": "{{ license }}", "no": "no", "none": "none"}
        return [f"license: {said[oddity]}"]
    if model.tag is None:
        return []
    if oddity == "list":
        model.license = _both(model.license, "CC-BY-4.0")
        return ["license:", f"- {model.tag}", "- cc-by-4.0"]
    written = {
        "quoted": f'"{model.tag}"',
        "spelled": random.choice(SPELLED.get(model.tag, (model.tag,))),
        "comment": f"{model.tag}  # same as the base model",
    }.get(oddity, model.tag)
    lines = [f"{'licence' if oddity == 'licence' else 'license'}: {written}"]
    if model.license_name:
        lines.append(f"license_name: {model.license_name}")
    if model.license_link:
        lines.append(f"license_link: {model.license_link}")
    return lines


def _both(first: str | None, second: str) -> str | None:
    """A list of licenses says not that one may choose: both bind. None where one of them is not known."""
    if first is None or first == second:
        return first
    return " AND ".join(sorted((first, second)))


def _own_tags(model: Model) -> list[str]:
    tags = {
        "trainer": ["generated_from_trainer"],
        "gguf": ["gguf", "quantized"],
        "merge": ["mergekit", "merge"],
        "adapter": ["lora", "text-to-image"] if model.library == "diffusers" else ["lora"],
        "agent": ["deep-reinforcement-learning", "reinforcement-learning"],
    }
    return tags.get(model.kind, [])


def _values(key: str, values: list[str], flow: bool = False) -> list[str]:
    if flow:
        return [f"{key}: [{', '.join(values)}]"]
    return [f"{key}:", *(f"- {value}" for value in values)]
