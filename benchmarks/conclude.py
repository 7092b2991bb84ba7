"""How long it takes to load the catalog and to conclude on one model; medians.

    python benchmarks/conclude.py [--rounds N]

Conclusions are drawn from a card of usual size with and without a license text beside it; identifying the text is
told apart, since it is the larger part and depends on the text alone.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

from msgspec.json import decode

from govscan.catalog import COMPILED, Catalog, catalog
from govscan.evidence import Document, Resolved
from govscan.identify.conclude import conclude
from govscan.identify.documents import read
from govscan.identify.frontmatter import read_front_matter
from govscan.identify.text import Role, recognize
from govscan.reference import Identity

CARD = """---
license: apache-2.0
base_model: org/name
pipeline_tag: text-generation
tags:
{tags}
---
# A model of houses

![License](https://img.shields.io/badge/License-Apache%202.0-blue.svg)

{words}

## License

The code and the weights are released under the [Apache 2.0 license](LICENSE).
"""
TERMS = """House terms

Whoever lives in the house may use this model as long as the roof is dry. {words}
"""
HOUSE = Identity("local", "models/house")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=200)
    rounds = options.parse_args().rounds
    words = "\n\n".join(f"Paragraph {n} says how the model was made, and of what, and by whom." for n in range(60))
    card = _document("README.md", CARD.format(tags="\n".join(f"- tag-{n}" for n in range(20)), words=words))
    terms = _document("LICENSE", TERMS.format(words=words))
    known = catalog()
    alone, beside = _evidence(card), _evidence(card, terms)
    known.texts()
    print(f"a card of {len(card.text):,} characters, a license text of {len(terms.text):,}; medians of {rounds}")
    _tell("load the catalog", rounds, lambda: Catalog(decode(COMPILED.read_bytes())))
    _tell("read the front matter", rounds, lambda: read_front_matter(card.text))
    opened = read(alone)
    _tell("conclude from the card", rounds, lambda: conclude(HOUSE, opened, known))
    identifying = _tell("identify the text", rounds, lambda: recognize(terms, Role.ANY, known))
    both = read(beside)
    whole = _median(rounds, lambda: conclude(HOUSE, both, known))
    print(
        f"conclude from card and text, identification apart: {max(whole - identifying, 0):.3f} ms ({whole:.3f} with it)"
    )
    return 0


def _document(name: str, text: str) -> Document:
    return Document.of(name, f"models/house/{name}", text.encode())


def _evidence(*documents: Document) -> Resolved:
    return Resolved(HOUSE, "local", documents=documents)


def _tell(what: str, rounds: int, action: Callable[[], object]) -> float:
    taken = _median(rounds, action)
    print(f"{what}: {taken:.3f} ms")
    return taken


def _median(rounds: int, action: Callable[[], object]) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    sys.exit(main())
