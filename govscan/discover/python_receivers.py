"""The object that a method is called on enters, the clients that it can be leave."""

from __future__ import annotations

import ast
from typing import Final, TypeAlias

from govscan.discover.python_arguments import Arguments
from govscan.discover.python_call import Call
from govscan.discover.python_module import Site
from govscan.discover.python_values import Values

Client: TypeAlias = tuple[Call, Site]

_HANDED: Final = ("provider", "client", "openai_client", "async_client")
_MAX_HANDED: Final = 3  # clients inside of each other


def handed_on(row: Call, site: Site, values: Values, clients: dict[ast.Call, Client]) -> list[Client]:
    """The call of a model and the clients that it is handed one after the other (`OpenAIModel(name,
    provider=OpenAIProvider(base_url=...))`): the last is the one that speaks."""
    found = [(row, site)]
    for _ in range(_MAX_HANDED):
        arguments = Arguments(site, values)
        if not row.endpoint or arguments.first_of(row.endpoint, None) is not None:
            break
        given = [node for name in _HANDED if (node := arguments.named.get(name)) is not None]
        made = [client for node in given for client in clients_of(node, site, values, clients)]
        others = [client for client in made if client[1] is not site]
        if not others:
            break
        row, site = others[0]
        found.append(others[0])
    return found


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
