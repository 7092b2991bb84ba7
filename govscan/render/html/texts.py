"""The texts of the HTML report in one list, for whoever translates it.

`python -m govscan.render.html.texts` prints them as a gettext template, each with the file and line it stands in.
"""

from __future__ import annotations

import json
from pathlib import Path

from govscan.render.html import environment


def texts() -> dict[str, list[str]]:
    """Every text that passes `_()` in a template, with its places, in the order of the files."""
    made = environment()
    found: dict[str, list[str]] = {}
    for path in sorted((Path(__file__).parent / "templates").glob("*.j2")):
        for line, _, message in made.extract_translations(path.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            if isinstance(message, str):
                found.setdefault(message, []).append(f"{path.name}:{line}")
    return found


def template() -> str:
    """A gettext template (.pot)."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    rows = [
        f'#: {" ".join(places)}\nmsgid {json.dumps(message, ensure_ascii=False)}\nmsgstr ""\n'
        for message, places in texts().items()
    ]
    return "\n".join([head, *rows])


if __name__ == "__main__":
    import sys

    sys.stdout.write(template())
