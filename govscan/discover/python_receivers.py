"""The object that a method is called on enters, the clients that it can be leave."""

from __future__ import annotations

import ast
from typing import TypeAlias

from govscan.discover.python_call import Call
from govscan.discover.python_module import Site
from govscan.discover.python_values import Values

Client: TypeAlias = tuple[Call, Site]


def clients_of(receiver: ast.expr, site: Site, values: Values, clients: dict[ast.Call, Client]) -> list[Client]:
    """The constructors behind the front of `client.chat.completions`: first the one made last in front of here,
    since a notebook makes several of one name."""
    node: ast.expr | None = receiver
    while node is not None:
        made = [
            part for part, _ in values.containers_of(node, site.scope) if isinstance(part, ast.Call) and part in clients
        ]
        if made:
            here = [part for part in made if part.lineno <= site.node.lineno and isinstance(node, ast.Name)]
            here.sort(key=lambda part: -part.lineno)
            return [clients[part] for part in dict.fromkeys((*here, *made))]
        node = (
            node.value
            if isinstance(node, ast.Attribute)
            else node.func.value
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            else None
        )
    return []
