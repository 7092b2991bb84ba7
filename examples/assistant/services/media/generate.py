"""Images for campaigns: a fast draft to choose from, then the final motif in print quality."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import torch
from diffusers import FluxPipeline, StableDiffusionXLPipeline

STYLE = "calm Nordic harbor, morning light, muted colors, no text"


@cache
def draft_pipeline() -> StableDiffusionXLPipeline:
    return StableDiffusionXLPipeline.from_pretrained(
        "stabilityai/stable-diffusion-xl-base-1.0",
        torch_dtype=torch.float16,
        use_safetensors=True,
        variant="fp16",
    ).to("cuda")


@cache
def final_pipeline() -> FluxPipeline:
    # FLUX.1-schnell would be Apache-licensed, but marketing preferred the motifs of this one.
    return FluxPipeline.from_pretrained("black-forest-labs/FLUX.1-dev", torch_dtype=torch.bfloat16).to("cuda")


def drafts(subject: str, count: int = 4) -> list[Path]:
    images = draft_pipeline()(f"{subject}, {STYLE}", num_images_per_prompt=count).images
    paths = [Path(f"draft-{number}.png") for number in range(count)]
    for image, path in zip(images, paths, strict=True):
        image.save(path)
    return paths


def final(subject: str, target: Path) -> None:
    image = final_pipeline()(f"{subject}, {STYLE}", height=1344, width=1920, guidance_scale=3.5).images[0]
    image.save(target)
