"""What the page's script filters and sorts by: one short row a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from govscan.render import words
from govscan.render.arrange import Sheet, Standing
from govscan.render.escape import shortened, visible

LONGEST: Final = 1_500
"""Characters of the words that a model can be found by."""

_FOUND_BY: Final = (
    "model.publisher", "model.publisher_country", "model.base_models", "model.task", "license.declared",
    "license.concluded", "license.family", "license.territory_excluded", "license.commercial_use", "endpoint.host",
    "endpoint.operator", "endpoint.operator_country", "endpoint.regions", "datasets.declared", "artifacts.formats",
)  # fmt: skip


def index_of(rows: Sequence[Sheet], contexts: Sequence[str], rules: Sequence[str]) -> Markup:
    """JSON for a data block: for every model its standing, contexts and open rules by their numbers, the license, the
    publisher and the number of places, and the words that it is found by. Nothing in it can end the block."""
    standings = list(Standing)
    data = [
        [
            standings.index(sheet.standing),
            [number for number, name in enumerate(contexts) if name in sheet.model.contexts],
            [number for number, rule in enumerate(rules) if rule in _open_rules(sheet)],
            shortened(words.license_line(sheet.model.facts, places=False), 80),
            shortened(words.publisher(sheet.model.facts), 80),
            len(sheet.places),
            _words(sheet),
        ]
        for sheet in rows
    ]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - escaped


def open_rules(rows: Sequence[Sheet]) -> tuple[str, ...]:
    """The rules that something is open under, sorted."""
    return tuple(sorted({rule for sheet in rows for rule in _open_rules(sheet)}))


def _open_rules(sheet: Sheet) -> set[str]:
    return {row.finding.rule for row in sheet.findings if row.open}


def _words(sheet: Sheet) -> str:
    model = sheet.model
    said = [words.title(model.identity), words.subtitle(model.identity), words.license_line(model.facts, places=False)]
    for name in _FOUND_BY:
        value = model.facts.value(name)
        said += value if isinstance(value, tuple) else [value] if isinstance(value, str) else []
    said += [*words.flags(model), *sorted(_open_rules(sheet)), *dict.fromkeys(place.path for place in sheet.places)]
    return visible(" ".join(dict.fromkeys(said)).lower()[:LONGEST])
