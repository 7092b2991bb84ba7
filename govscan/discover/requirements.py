"""Weights that are installed like packages: requirement files enter, references leave.

`git+https://huggingface.co/org/name@rev`, wheels on the Hub, and the pipelines of spaCy, which are packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govscan.discover import classify
from govscan.discover.naming_places import Named
from govscan.discover.needles import Needle
from govscan.discover.surface import SourceFile
from govscan.pattern import pattern
from govscan.reference import Location, Reference

NEEDLE = Needle(rb"huggingface\.co/|hf\.co/|spacy-models|[-_](?:core|dep|ent|sent)[-_](?:web|news|wiki)[-_]")

_ADDRESS = pattern(r"(?:git\+)?(?:https?|ssh)://[^\s\"',;]{3,500}")
_SPACY_WHEEL = pattern(r"/spacy-models/releases/download/([a-z]{2,3}_[a-z_]+)-(\d[\w.]*)/")
_SPACY_PACKAGE = pattern(
    r"(?<![\w./-])([a-z]{2,3}[-_](?:core|dep|ent|sent)[-_](?:web|news|wiki|udv25[a-z_]*)[-_](?:sm|md|lg|trf))"
    r"(?![\w/])[ \t]*(?:==[ \t]*(\d[\w.]*))?"
)
PACKAGE_FILES: Final = ("pyproject.toml", "pipfile", "environment.yml", "environment.yaml", "setup.cfg", "conda.yaml")
"""Files of other surfaces in which packages are asked for, too."""


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a requirements file."""
    yield from find(file, "requirements")


def find(file: SourceFile, surface: str) -> Iterator[Reference]:
    """The references among the packages that a file asks for, line by line; comments ask for nothing."""
    for number, line in enumerate(file.text.split("\n"), 1):
        if len(line) > 5000 or not NEEDLE.search(line.encode("utf-8", "replace")):
            continue
        said = re.split(r"(?:^|\s)#", line, maxsplit=1)[0]
        for shift, named in models_in(said):
            place = Location(file.path, number, shift + 1)
            yield Reference(named.provider, named.name, place, f"{surface}:package", revision=named.revision)


def models_in(text: str) -> Iterator[tuple[int, Named]]:
    """What a requirement names, and its offset."""
    addressed = False
    for match in _ADDRESS.finditer(text):
        named = _of_address(match.group())
        if named:
            addressed = True
            yield match.start(), named
    if not addressed:
        for match in _SPACY_PACKAGE.finditer(text):
            yield match.start(1), Named("spacy", match[1].replace("-", "_"), match[2])


def _of_address(address: str) -> Named | None:
    pipeline = _SPACY_WHEEL.search(address)
    if pipeline:
        return Named("spacy", pipeline[1], pipeline[2])
    plain = address.removeprefix("git+").replace("ssh://git@", "https://").partition("#")[0]
    found = classify.hub_id_of_url(plain)
    return Named(*found) if found else None
