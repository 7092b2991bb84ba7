import argparse
import os
import sys

import click
from openai import OpenAI
from transformers import AutoModel

parser = argparse.ArgumentParser()
parser.add_argument("--model", required=True)
parser.add_argument("--other")
arguments = parser.parse_args()
AutoModel.from_pretrained(arguments.model)
AutoModel.from_pretrained(arguments.other)
AutoModel.from_pretrained(sys.argv[1])
AutoModel.from_pretrained(f"acme/{sys.argv[2]}")
AutoModel.from_pretrained(os.environ["WEIGHTS"])
AutoModel.from_pretrained("${WEIGHTS}")
OpenAI().chat.completions.create(model=os.environ["CHAT"])


def load(name):
    return AutoModel.from_pretrained(name)


@click.command()
@click.option("--chat", default=None, required=True)
def main(chat):
    parser.add_argument("--checkpoint", type=str, default=None, required=True)
    AutoModel.from_pretrained(parser.parse_args().checkpoint)
    AutoModel.from_pretrained(chat)
