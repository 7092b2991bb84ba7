"""A report as a Mermaid flow chart for a wiki: contexts, the models that they use, and who processes what they send."""

from __future__ import annotations

from typing import Final

from govscan.render import words
from govscan.render.arrange import Standing, sheets
from govscan.render.escape import shortened
from govscan.report import Report

MAX_MODELS: Final = 150
"""Mermaid refuses charts with more than 500 edges."""

_STYLES: Final = {
    Standing.FAIL: "fill:#ffebe9,stroke:#cf222e",
    Standing.UNDECIDED: "fill:#fff8c5,stroke:#9a6700",
    Standing.WARNING: "fill:#fff8c5,stroke:#d4a72c",
}


def render_mermaid(report: Report) -> bytes:
    """UTF-8 text that Mermaid takes; models that need somebody come first."""
    rows = sheets(report)
    lines = ["flowchart LR"]
    contexts = {
        name: f"c{number}" for number, name in enumerate(dict.fromkeys(c for r in rows for c in r.model.contexts))
    }
    lines += [f"  {node}([{_label(name or 'default')}])" for name, node in contexts.items()]
    operators: dict[str, str] = {}
    for number, sheet in enumerate(rows[:MAX_MODELS]):
        model, node = sheet.model, f"m{number}"
        lines.append(f"  {node}[{_label(words.title(model.identity))}]:::{sheet.standing}")
        lines += [f"  {contexts[name]} --> {node}" for name in model.contexts]
        where = words.endpoint_line(model.facts)
        if where:
            end = operators.setdefault(where, f"o{len(operators)}")
            lines.append(f"  {node} -.-> {end}")
    lines += [f"  {node}{{{{{_label(where)}}}}}" for where, node in operators.items()]
    lines += [f"  classDef {standing} {_STYLES.get(standing, 'fill:#dafbe1,stroke:#1a7f37')}" for standing in Standing]
    if len(rows) > MAX_MODELS:
        lines.append(f"  more[{_label(f'and {len(rows) - MAX_MODELS} more models')}]")
    return ("\n".join(lines) + "\n").encode()


def _label(text: str) -> str:
    """A label in quotes. What could end it or begin markup is an entity, which Mermaid shows as the character."""
    safe = "".join(c if c.isalnum() or c in " ./,_-" else f"#{ord(c)};" for c in shortened(text, 80))
    return f'"{safe}"'
