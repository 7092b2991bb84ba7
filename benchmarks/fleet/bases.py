"""The models at the root of the synthetic base chains: ids of well-known models with the label of their own card.

`weight` says how many children a root gets beside the others: the shape is an assumption (a few get most, as every
study of the Hub reports), the order follows what is popular. `present` roots are rows of the set; of the others the
children speak and nothing else does. A root that was itself made from another model says so on its card, and that
model is a root, too.
"""

from __future__ import annotations

from typing import NamedTuple


class Root(NamedTuple):
    id: str
    tag: str
    weight: float
    task: str
    library: str = "transformers"
    present: bool = True
    name: str | None = None  # license_name where the tag is `other`
    link: str | None = None
    base: str | None = None  # what its own card names, a root further down the list


_TEXT, _IMAGE, _MASK, _CLASS = "text-generation", "text-to-image", "fill-mask", "image-classification"
_SPEECH, _AUDIO = "automatic-speech-recognition", "audio-classification"

ROOTS = (
    Root("black-forest-labs/FLUX.1-dev", "other", 90, _IMAGE, "diffusers", True, "flux-1-dev-non-commercial-license",
         "LICENSE.md"),
    Root("stabilityai/stable-diffusion-xl-base-1.0", "openrail++", 55, _IMAGE, "diffusers"),
    Root("runwayml/stable-diffusion-v1-5", "creativeml-openrail-m", 50, _IMAGE, "diffusers", False),
    Root("CompVis/stable-diffusion-v1-4", "creativeml-openrail-m", 15, _IMAGE, "diffusers"),
    Root("Qwen/Qwen2.5-0.5B-Instruct", "apache-2.0", 60, _TEXT,
         base="Qwen/Qwen2.5-0.5B"),
    Root("Qwen/Qwen2.5-1.5B-Instruct", "apache-2.0", 60, _TEXT,
         base="Qwen/Qwen2.5-1.5B"),
    Root("Qwen/Qwen2.5-7B-Instruct", "apache-2.0", 80, _TEXT,
         base="Qwen/Qwen2.5-7B"),
    Root("Qwen/Qwen2.5-3B-Instruct", "other", 15, _TEXT, "transformers", True, "qwen-research", "LICENSE",
         base="Qwen/Qwen2.5-3B"),
    Root("Qwen/Qwen2.5-72B-Instruct", "other", 8, _TEXT, "transformers", True, "qwen", "LICENSE",
         base="Qwen/Qwen2.5-72B"),
    Root("Qwen/Qwen3-8B", "apache-2.0", 40, _TEXT,
         base="Qwen/Qwen3-8B-Base"),
    Root("Qwen/Qwen3-0.6B", "apache-2.0", 30, _TEXT,
         base="Qwen/Qwen3-0.6B-Base"),
    Root("Qwen/Qwen2.5-Coder-7B-Instruct", "apache-2.0", 25, _TEXT,
         base="Qwen/Qwen2.5-Coder-7B"),
    Root("meta-llama/Llama-2-7b-hf", "llama2", 45, _TEXT),
    Root("meta-llama/Llama-2-13b-hf", "llama2", 14, _TEXT, "transformers", False),
    Root("meta-llama/Meta-Llama-3-8B", "llama3", 30, _TEXT),
    Root("meta-llama/Meta-Llama-3-8B-Instruct", "llama3", 35, _TEXT,
         base="meta-llama/Meta-Llama-3-8B"),
    Root("meta-llama/Llama-3.1-8B", "llama3.1", 35, _TEXT),
    Root("meta-llama/Llama-3.1-8B-Instruct", "llama3.1", 45, _TEXT,
         base="meta-llama/Llama-3.1-8B"),
    Root("meta-llama/Llama-3.2-1B-Instruct", "llama3.2", 30, _TEXT,
         base="meta-llama/Llama-3.2-1B"),
    Root("meta-llama/Llama-3.2-3B-Instruct", "llama3.2", 28, _TEXT,
         base="meta-llama/Llama-3.2-3B"),
    Root("meta-llama/Llama-3.3-70B-Instruct", "llama3.3", 12, _TEXT, "transformers", False),
    Root("google/gemma-2b", "gemma", 20, _TEXT),
    Root("google/gemma-2-9b-it", "gemma", 25, _TEXT,
         base="google/gemma-2-9b"),
    Root("google/gemma-3-4b-it", "gemma", 20, _TEXT, "transformers", False,
         base="google/gemma-3-4b-pt"),
    Root("mistralai/Mistral-7B-v0.1", "apache-2.0", 70, _TEXT),
    Root("mistralai/Mistral-7B-Instruct-v0.2", "apache-2.0", 50, _TEXT,
         base="mistralai/Mistral-7B-v0.2"),
    Root("mistralai/Mixtral-8x7B-Instruct-v0.1", "apache-2.0", 12, _TEXT,
         base="mistralai/Mixtral-8x7B-v0.1"),
    Root("TinyLlama/TinyLlama-1.1B-Chat-v1.0", "apache-2.0", 20, _TEXT),
    Root("HuggingFaceTB/SmolLM2-135M", "apache-2.0", 15, _TEXT),
    Root("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "mit", 15, _TEXT,
         base="Qwen/Qwen2.5-Math-7B"),
    Root("deepseek-ai/deepseek-coder-6.7b-instruct", "other", 6, _TEXT, "transformers", True, "deepseek", "LICENSE",
         base="deepseek-ai/deepseek-coder-6.7b-base"),
    Root("microsoft/phi-2", "mit", 15, _TEXT),
    Root("microsoft/Phi-3-mini-4k-instruct", "mit", 20, _TEXT),
    Root("tiiuae/falcon-7b", "apache-2.0", 8, _TEXT),
    Root("bigscience/bloom-560m", "bigscience-bloom-rail-1.0", 6, _TEXT),
    Root("bigcode/starcoder2-7b", "bigcode-openrail-m", 4, _TEXT),
    Root("openai-community/gpt2", "mit", 45, _TEXT),
    Root("google-bert/bert-base-uncased", "apache-2.0", 75, _MASK),
    Root("google-bert/bert-base-cased", "apache-2.0", 25, _MASK),
    Root("google-bert/bert-base-multilingual-cased", "apache-2.0", 25, _MASK),
    Root("distilbert/distilbert-base-uncased", "apache-2.0", 95, _MASK),
    Root("FacebookAI/roberta-base", "mit", 40, _MASK),
    Root("FacebookAI/xlm-roberta-base", "mit", 45, _MASK),
    Root("google-t5/t5-small", "apache-2.0", 40, "text2text-generation"),
    Root("google/mt5-small", "apache-2.0", 20, "text2text-generation", "transformers", False),
    Root("google/flan-t5-base", "apache-2.0", 20, "text2text-generation"),
    Root("facebook/bart-base", "apache-2.0", 15, "text2text-generation"),
    Root("openai/whisper-small", "apache-2.0", 45, _SPEECH),
    Root("openai/whisper-tiny", "apache-2.0", 20, _SPEECH, "transformers", False),
    Root("facebook/wav2vec2-base", "apache-2.0", 25, _AUDIO),
    Root("facebook/wav2vec2-large-xlsr-53", "apache-2.0", 20, _SPEECH),
    Root("google/vit-base-patch16-224-in21k", "apache-2.0", 45, _CLASS),
    Root("microsoft/swin-tiny-patch4-window7-224", "apache-2.0", 15, _CLASS),
    Root("sentence-transformers/all-MiniLM-L6-v2", "apache-2.0", 15, "sentence-similarity", "sentence-transformers"),
    Root("facebook/nllb-200-distilled-600M", "cc-by-nc-4.0", 12, "translation"),
    Root("facebook/musicgen-small", "cc-by-nc-4.0", 3, "text-to-audio"),
    # what the above were made from
    Root("Qwen/Qwen2.5-0.5B", "apache-2.0", 15, _TEXT),
    Root("Qwen/Qwen2.5-1.5B", "apache-2.0", 15, _TEXT),
    Root("Qwen/Qwen2.5-7B", "apache-2.0", 15, _TEXT),
    Root("Qwen/Qwen2.5-3B", "other", 3, _TEXT, name="qwen-research", link="LICENSE"),
    Root("Qwen/Qwen2.5-72B", "other", 2, _TEXT, name="qwen", link="LICENSE"),
    Root("Qwen/Qwen3-8B-Base", "apache-2.0", 4, _TEXT),
    Root("Qwen/Qwen3-0.6B-Base", "apache-2.0", 4, _TEXT),
    Root("Qwen/Qwen2.5-Coder-7B", "apache-2.0", 4, _TEXT, base="Qwen/Qwen2.5-7B"),
    Root("Qwen/Qwen2.5-Math-7B", "apache-2.0", 2, _TEXT, base="Qwen/Qwen2.5-7B"),
    Root("meta-llama/Llama-3.2-1B", "llama3.2", 8, _TEXT),
    Root("meta-llama/Llama-3.2-3B", "llama3.2", 8, _TEXT),
    Root("google/gemma-2-9b", "gemma", 6, _TEXT),
    Root("google/gemma-3-4b-pt", "gemma", 4, _TEXT),
    Root("mistralai/Mistral-7B-v0.2", "apache-2.0", 2, _TEXT),
    Root("mistralai/Mixtral-8x7B-v0.1", "apache-2.0", 3, _TEXT),
    Root("deepseek-ai/deepseek-coder-6.7b-base", "other", 1, _TEXT, name="deepseek", link="LICENSE"),
)  # fmt: skip

# Ids that children name and the set does not hold, and paths on their makers' machines.
OUTSIDE = (
    "northfield-labs/aurora-7b-base", "kestrel-ml/kestrel-1b", "unlisted-org/chatty-3b", "harborview/tide-2b-instruct",
)  # fmt: skip
PATHS = ("./results/checkpoint-500", "/home/ubuntu/models/base", "models/merged-16bit/final", "../outputs/sft")
