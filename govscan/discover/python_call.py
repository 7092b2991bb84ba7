"""The shape of the rows in `python_calls` and `python_clients`."""

from __future__ import annotations

from typing import NamedTuple


class Call(NamedTuple):
    """What a call says. Argument names are tried in order; `position` counts from 0 and is None for keyword-only."""

    provider: str
    position: int | None = None
    names: tuple[str, ...] = ("model", "model_name", "model_id")
    endpoint: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    client: bool = False  # methods of what it returns name models
    router: bool = False  # names carry a provider in front ("bedrock/...", "openai:...")
    completes: str = ""  # short names are completed: an organization of the Hub, or "faster-whisper"
    skip: tuple[tuple[str, str], ...] = ()  # (argument, value) with which it is no model
    first: tuple[str, ...] = ()  # the first argument must be one of these (boto3.client("bedrock-runtime"))
    file: int | None = None  # where the file of a repository stands, if it is not named
    base: str = ""  # an adapter's base: "receiver", or "first" for the first argument
