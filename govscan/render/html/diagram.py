"""Boxes in columns with lines between them: keys and weights enter, coordinates leave. The template draws them as SVG,
and says the same in a table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from govscan.render.escape import shortened

BOX_WIDTH: Final = 210
BOX_HEIGHT: Final = 44
LABEL: Final = 28  # characters that fit into a box
NOTE: Final = 34
_GAP_X: Final = 56
_GAP_Y: Final = 14
_HEADING: Final = 22
_USUAL: Final = 8  # a weight below which the widest line is not reached
_WIDEST: Final = 9.0  # of a line, in units of the drawing


class Node(Struct, frozen=True):
    """What a box says: a label and a smaller line below it. `tone` is a class of the style sheet, "" for none."""

    key: str
    label: str
    note: str = ""
    tone: str = ""


class Box(Struct, frozen=True):
    """A node at its place: the left upper corner, in units of the drawing."""

    label: str
    note: str
    tone: str
    x: int
    y: int


class Line(Struct, frozen=True):
    """A curve, as the path data of SVG."""

    path: str
    width: float


class Diagram(Struct, frozen=True):
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    headings: tuple[tuple[str, int], ...]  # with the x of the column
    width: int
    height: int


def laid_out(
    columns: Sequence[Sequence[Node]], edges: Mapping[tuple[str, str], int], headings: Sequence[str] = ()
) -> Diagram:
    """Columns from left to right, each in the order given and centered. `edges` has the weight of a line between two
    keys; one that leads to no node is left out."""
    top = _HEADING if headings else 0
    tallest = max((len(column) for column in columns), default=0)
    height = top + max(tallest * (BOX_HEIGHT + _GAP_Y) - _GAP_Y, BOX_HEIGHT)
    boxes: dict[str, Box] = {}
    for number, column in enumerate(columns):
        x = number * (BOX_WIDTH + _GAP_X)
        free = (tallest - len(column)) * (BOX_HEIGHT + _GAP_Y) // 2
        for row, node in enumerate(column):
            y = top + free + row * (BOX_HEIGHT + _GAP_Y)
            boxes[node.key] = Box(shortened(node.label, LABEL), shortened(node.note, NOTE), node.tone, x + 1, y + 1)
    heaviest = max(_USUAL, *edges.values()) if edges else _USUAL
    lines = [
        Line(_curve(boxes[start], boxes[end]), round(1.5 + (_WIDEST - 1.5) * weight / heaviest, 1))
        for (start, end), weight in sorted(edges.items())
        if start in boxes and end in boxes
    ]
    width = max(len(columns), 1) * (BOX_WIDTH + _GAP_X) - _GAP_X + 2
    placed = tuple((heading, number * (BOX_WIDTH + _GAP_X)) for number, heading in enumerate(headings))
    return Diagram(tuple(boxes.values()), tuple(lines), placed, width, height + 2)


def _curve(start: Box, end: Box) -> str:
    x1, y1 = start.x + BOX_WIDTH, start.y + BOX_HEIGHT // 2
    x2, y2 = end.x, end.y + BOX_HEIGHT // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
