"""`govscan cache`: what this machine remembers of models, and how to make it forget."""

from __future__ import annotations

import datetime as dt

import click

from govscan.cli.options import AgeType

_UNITS = ("bytes", "kB", "MB", "GB")


@click.group("cache")
def command() -> None:
    """What was read from the Hub is kept on this machine, named after its content (in GOVSCAN_CACHE, else the user's
    folder for caches). A model that is pinned to a commit needs no request the second time."""


@command.command("info")
def info() -> int:
    """Where the cache is, what it holds, and how old the oldest of it is."""
    from govscan.resolve.store import MAX_BYTES, Store, store_folder

    store = Store(store_folder())
    usage = store.usage()
    click.echo(f"{store.folder}: {usage.models} models, {usage.documents} documents, {_shown(usage.bytes)}")
    if usage.oldest is not None:
        age = dt.datetime.now(dt.UTC) - dt.datetime.fromtimestamp(usage.oldest, dt.UTC)
        click.echo(f"last needed {age.days} days ago: the oldest; the bound is {_shown(MAX_BYTES)}")
    return 0


@command.command("prune")
@click.option("--older-than", type=AgeType(), help="Remove what was not needed for so long, for example 30d.")
@click.option("--max-size", type=click.IntRange(min=0), metavar="MB", help="Remove the oldest until so much is left.")
def prune(older_than: float | None, max_size: int | None) -> int:
    """Remove what is old from the cache; everything, where neither option is given."""
    import time

    from govscan.resolve.store import Store, store_folder

    store = Store(store_folder())
    bound = max_size * 1_000_000 if max_size is not None else 0 if older_than is None else 2**62
    removed = store.prune(bound, time.time() - older_than if older_than is not None else None)
    click.echo(f"{store.folder}: {_shown(removed)} removed, {_shown(store.usage().bytes)} left")
    return 0


def _shown(size: float) -> str:
    for unit in _UNITS:
        if size < 1000 or unit == _UNITS[-1]:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    raise AssertionError
