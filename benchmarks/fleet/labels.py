"""License labels of the synthetic cards: how often each stands, what it means, and how strict it is.

The weights are counts of models by label as published (sources in README.md), and assumptions below 1 % where no count
was found. What a label means is written down here by hand and independently of govscan's catalog, in the words that
govscan promises: an SPDX id, or the LicenseRef of the text.
"""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """`license` None: the label names no license. `strict`: its terms bind those who build on the model, so that a
    permissive label on a child is wrong; None where lawyers may differ."""

    tag: str
    license: str | None
    weight: float
    strict: bool | None = False


class Named(NamedTuple):
    """What stands beside `license: other`."""

    name: str | None
    link: str | None
    license: str | None
    weight: float
    strict: bool = True


LABELS = (
    Label("apache-2.0", "Apache-2.0", 249_075),
    Label("mit", "MIT", 92_116),
    Label("openrail", "LicenseRef-openrail", 35_295, strict=True),
    Label("creativeml-openrail-m", "LicenseRef-scancode-stable-diffusion-2022-08-22", 26_738, strict=True),
    Label("cc-by-nc-4.0", "CC-BY-NC-4.0", 12_892, strict=True),
    Label("llama3", "LicenseRef-llama3", 9_898, strict=True),
    Label("llama2", "LicenseRef-scancode-llama-2-license-2023", 9_682, strict=True),
    Label("llama3.1", "LicenseRef-scancode-llama-3.1-license-2024", 6_858, strict=True),
    Label("cc-by-4.0", "CC-BY-4.0", 5_841, strict=None),
    # below: assumptions
    Label("other", None, 30_000, strict=True),
    Label("gemma", "LicenseRef-scancode-gemma-tou-2025-03-24", 7_500, strict=True),
    Label("llama3.2", "LicenseRef-scancode-llama-3.2-license-2024", 4_500, strict=True),
    Label("cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0", 4_000, strict=True),
    Label("cc-by-sa-4.0", "CC-BY-SA-4.0", 3_000, strict=True),
    Label("unknown", None, 2_500),
    Label("afl-3.0", "AFL-3.0", 2_000),
    Label("gpl-3.0", "GPL-3.0-only", 2_000, strict=True),
    Label("openrail++", "LicenseRef-openrail-pp", 1_500, strict=True),
    Label("llama3.3", "LicenseRef-scancode-llama-3.3-license-2024", 1_000, strict=True),
    Label("bsd-3-clause", "BSD-3-Clause", 900),
    Label("cc", "LicenseRef-cc", 800, strict=None),
    Label("cc0-1.0", "CC0-1.0", 700),
    Label("artistic-2.0", "Artistic-2.0", 500),
    Label("wtfpl", "WTFPL", 450),
    Label("bigscience-bloom-rail-1.0", "LicenseRef-scancode-bigscience-rail-1.0", 450, strict=True),
    Label("unlicense", "Unlicense", 400),
    Label("cc-by-nc-nd-4.0", "CC-BY-NC-ND-4.0", 400, strict=True),
    Label("agpl-3.0", "AGPL-3.0-only", 350, strict=True),
    Label("bigscience-openrail-m", "LicenseRef-scancode-bigscience-open-rail-m", 250, strict=True),
    Label("bigcode-openrail-m", "LicenseRef-scancode-bigcode-open-rail-m-v1", 250, strict=True),
    Label("ms-pl", "MS-PL", 60),
    Label("eupl-1.1", "EUPL-1.1", 40, strict=True),
)
BY_TAG = {label.tag: label for label in LABELS}

NAMED = (
    Named(None, None, None, 30),
    Named(None, "LICENSE", None, 6),
    Named("flux-1-dev-non-commercial-license", "LICENSE.md", "LicenseRef-scancode-flux-1-nc", 22),
    Named("qwen-research", "LICENSE", "LicenseRef-qwen-research", 6),
    Named("qwen", "LICENSE", "LicenseRef-scancode-qwen-2024", 5),
    Named("deepseek", "LICENSE", "LicenseRef-scancode-deepseek-la-1.0", 4),
    Named("stabilityai-ai-community", "LICENSE.md", "LicenseRef-scancode-stability-ai-community-2024", 5),
    Named("gemma-terms-of-use", "https://ai.google.dev/gemma/terms", "LicenseRef-scancode-gemma-tou-2025-03-24", 4),
    Named("lfm1.0", "LICENSE", "LicenseRef-lfm-open-1.0", 3),
    Named("northfield-research-license", "LICENSE", "LicenseRef-northfield-research-license", 3),
    Named("tbd", None, None, 1),
)

# Names that stand for no one text: what a model under them allows cannot be known from the label.
SEVERAL_TEXTS = frozenset({"LicenseRef-openrail", "LicenseRef-cc", "LicenseRef-northfield-research-license"})

# Spellings that people write in place of the tag.
SPELLED = {
    "apache-2.0": ("Apache-2.0", "Apache 2.0", "Apache License 2.0", "apache2"),
    "mit": ("MIT", "MIT License"),
    "cc-by-nc-4.0": ("CC BY-NC 4.0", "CC-BY-NC-4.0"),
    "gpl-3.0": ("GPL-3.0",),
}

# Share of children that take another label than their parent's, and which: pairs (child, parent) counted in one
# published scan show a drift from strict labels to permissive ones.
DRIFT = (("apache-2.0", 0.66), ("mit", 0.22), ("cc-by-nc-4.0", 0.05), ("creativeml-openrail-m", 0.03), ("other", 0.04))
