"""Places that are asked over the network: identities enter, evidence leaves, many models at once.

A registry is a module with `connect(asking)`, which gives a `Remote`; one line in `resolve.REMOTES` names it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import copy_context
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from govscan.bounded import hit, watching
from govscan.evidence import Evidence, Failure, Unresolved
from govscan.recorder import Fell, reading
from govscan.reference import Identity
from govscan.resolve.hub_http import Reply, Trouble
from govscan.resolve.store import Store


class Asking(Struct, frozen=True):
    """How a registry is asked. `timeout` is in seconds for each request. `progress` is told how many of how many are
    done. `store` is what earlier runs have read; `max_age` is for how many seconds its word on a branch or tag is
    taken without asking again."""

    timeout: float = 10.0
    workers: int = 16
    progress: Callable[[int, int], None] | None = None
    store: Store | None = None
    max_age: float = 0.0


class Remote(Protocol):
    """One registry during one run."""

    def read(self, identity: Identity) -> Evidence:
        """Evidence about a model whose name is valid.

        Raises:
            Trouble: there is none, and why.
        """
        ...


def ask(
    identities: Sequence[Identity], connect: Callable[[Asking], Remote], asking: Asking
) -> Mapping[Identity, Evidence]:
    """Evidence for models of one registry. Identities that differ only in where the model is served are asked for
    once."""
    groups: dict[tuple[str, str | None], list[Identity]] = {}
    for identity in identities:
        groups.setdefault((identity.name.lower(), identity.revision), []).append(identity)
    firsts = [members[0] for members in groups.values()]
    found: dict[Identity, Evidence] = {}
    for done, (first, answer) in enumerate(zip(firsts, _answers(firsts, connect, asking), strict=True), start=1):
        if asking.progress is not None:
            asking.progress(done, len(firsts))
        for member in groups[(first.name.lower(), first.revision)]:
            found[member] = replace(answer, identity=member)
    return found


def _answers(identities: Sequence[Identity], connect: Callable[[Asking], Remote], asking: Asking) -> Iterator[Evidence]:
    """An answer for each identity, in their order, as they come."""
    try:
        remote = connect(asking)
    except Trouble as trouble:
        yield from (Unresolved(identity, trouble.failure, trouble.detail) for identity in identities)
        return
    if len(identities) == 1 or asking.workers <= 1:
        yield from (_evidence(remote, identity) for identity in identities)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(asking.workers, len(identities))) as pool:
        try:
            asked = [(copy_context(), identity) for identity in identities]
            yield from pool.map(lambda each: each[0].run(_evidence, remote, each[1]), asked)
        except BaseException:  # an interrupt must not wait for models that nobody has asked for yet
            pool.shutdown(cancel_futures=True)
            raise


def _evidence(remote: Remote, identity: Identity) -> Evidence:
    try:
        with watching() as told, reading(f"evidence of {identity}"):
            answer = remote.read(identity)
        for sentence in told:
            hit(f"{identity}: {sentence}")
        return answer
    except Trouble as trouble:
        return Unresolved(identity, trouble.failure, trouble.detail)
    except Fell as error:
        return Unresolved(identity, Failure.CRASH, str(error))
    except Exception as error:  # noqa: BLE001 - a defect in one model must not lose the others
        sentence = f"govscan failed while it asked for the model ({type(error).__name__})"
        return Unresolved(identity, Failure.CRASH, sentence)


def address_in(environment: Mapping[str, str], variable: str, default: str) -> str:
    """The address of a registry, from the user's environment and never from what is scanned.

    Raises:
        Trouble: it is none.
    """
    endpoint = (environment.get(variable) or default).rstrip("/")
    try:
        valid = urlsplit(endpoint).scheme in ("http", "https") and bool(urlsplit(endpoint).hostname)
    except ValueError:
        valid = False
    if not valid:
        raise Trouble(Failure.NETWORK, f"{variable} is not an http or https address")
    return endpoint


def shown(endpoint: str) -> str:
    """An address without the credentials in it, which must not reach a report."""
    parts = urlsplit(endpoint)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def whole(reply: Reply, what: str, server: str) -> bytes:
    """The body of a reply that is what was asked for.

    Raises:
        Trouble: it is not.
    """
    if reply.status == 429:
        raise Trouble(Failure.RATE_LIMITED, f"{server} limits the rate of requests (429); try again later")
    if reply.status >= 500:
        raise Trouble(Failure.SERVER_ERROR, f"{server} failed with status {reply.status}; try again later")
    if reply.status in (401, 403):
        raise Trouble(Failure.UNAUTHORIZED, f"{server} forbids access to {what}")
    if reply.status != 200 or reply.body is None:
        raise Trouble(Failure.MALFORMED, f"{server} did not send {what} (status {reply.status})")
    return reply.body


def read_json(body: bytes) -> object:
    """What a server wrote as JSON in UTF-8. A lone surrogate, which JSON may spell and no address or file can hold,
    becomes a question mark.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deep.
    """
    data: object = json.loads(body.decode("utf-8-sig"))
    if b"\\ud" in body.lower():
        data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    return data
