import argparse
import os
from dataclasses import dataclass

from transformers import AutoModel

NAME = "acme/constant"  #> huggingface acme/constant rev=deadbeef trust=True used=12
REVISION = "deadbeef"
TRUST = True
OPTIONS = {"revision": REVISION, "trust_remote_code": TRUST}

AutoModel.from_pretrained(NAME, **OPTIONS)

TABLE = {"small": "acme/table-small", "large": "acme/table-large"}  #> huggingface acme/table-small used=15
AutoModel.from_pretrained(TABLE["small"])

ORG = "acme"
AutoModel.from_pretrained(f"{ORG}/formatted")  #> huggingface acme/formatted
AutoModel.from_pretrained(ORG + "/added")  #> huggingface acme/added
AutoModel.from_pretrained(os.getenv("HUB_NAME", "acme/env-default"))  #> huggingface acme/env-default
AutoModel.from_pretrained(os.environ["ONLY_ENV"])  #> huggingface $ONLY_ENV


def choose(big, name=None, other="acme/signature-default"):  #> huggingface acme/signature-default used=28
    picked = "acme/big" if big else "acme/little"  #> huggingface acme/big used=26 | huggingface acme/little used=26
    AutoModel.from_pretrained(picked)
    AutoModel.from_pretrained(name or "acme/fallback")  #> huggingface acme/fallback
    AutoModel.from_pretrained(other)
    for size in ("acme/loop-a", "acme/loop-b"):  #> huggingface acme/loop-a used=30 | huggingface acme/loop-b used=30
        AutoModel.from_pretrained(size)


def through_parameter(wanted):
    return AutoModel.from_pretrained(wanted)


through_parameter("acme/from-caller")  #> huggingface acme/from-caller used=34


@dataclass
class Settings:
    backbone: str = "acme/field"  #> huggingface acme/field used=48
    model_name: str = "acme/unused-field"  #> huggingface acme/unused-field


class Service:
    def __init__(self, settings: Settings):
        self.model = AutoModel.from_pretrained(settings.backbone)
        self.name = "acme/attribute"  #> huggingface acme/attribute used=52

    def again(self):
        AutoModel.from_pretrained(self.name)


parser = argparse.ArgumentParser()
parser.add_argument("--checkpoint", default="acme/option")  #> huggingface acme/option used=58
args = parser.parse_args()
AutoModel.from_pretrained(args.checkpoint)

first = "acme/overwritten"
first = "acme/kept"  #> huggingface acme/kept used=62
AutoModel.from_pretrained(first)
