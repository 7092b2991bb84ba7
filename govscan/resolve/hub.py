"""The Hugging Face Hub, or a mirror of it. Identities enter, evidence leaves; every trouble is a value with a reason.

One request for the metadata, one for the card, one for each license file, all through huggingface_hub's own session
and headers, so that the tokens, proxies and certificates that users have set up for it work here as well. The files
are asked for by the commit that the metadata named: what is judged is one state of the repository.
"""

from __future__ import annotations

import os
from urllib.parse import quote

from govscan import limits
from govscan.evidence import Failure, Resolved
from govscan.reference import Identity
from govscan.resolve.documents import CONFIGS_OF_CODE, cards, license_files, license_link, unread
from govscan.resolve.hub_http import Reply, Transport, Trouble, session
from govscan.resolve.hub_memory import Memory
from govscan.resolve.hub_place import Place
from govscan.resolve.hub_reading import Reading, unavailable
from govscan.resolve.hub_record import ModelInfo, model_info
from govscan.resolve.names import is_hub_id
from govscan.resolve.remote import Asking, address_in, read_json, shown
from govscan.resolve.store import CachedModel
from govscan.version import __version__

DEFAULT_ENDPOINT = "https://huggingface.co"


def connect(asking: Asking) -> Hub:
    """The Hub of the user's environment, read now and not when huggingface_hub was imported.

    Raises:
        Trouble: the address is none, or the token cannot be read.
    """
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    endpoint = address_in(os.environ, "HF_ENDPOINT", DEFAULT_ENDPOINT)
    try:
        headers = build_hf_headers(library_name="govscan", library_version=__version__)
    except Exception as error:  # noqa: BLE001 - of any kind, and the message may quote the token
        sentence = f"the Hub token of this machine could not be read ({type(error).__name__})"
        raise Trouble(Failure.UNAUTHORIZED, sentence) from None
    return Hub(endpoint, Transport(session(), headers, asking.timeout), asking)


class Hub:
    """One Hub and one run: after the first failed connection nobody else tries."""

    def __init__(self, endpoint: str, transport: Transport, asking: Asking) -> None:
        where = shown(endpoint)
        self.memory = Memory(asking.store, where, asking.max_age) if asking.store is not None else None
        self.endpoint, self.transport = endpoint, transport
        self.place = Place(endpoint, where, transport, self.memory)

    def read(self, identity: Identity) -> Resolved:
        known = self.memory.known(identity) if self.memory is not None else None
        if self.memory is not None and known is not None:
            answer = self.memory.unasked(identity, known)
            if answer is not None:
                return answer
        info, etag = self._info(identity, known.etag if known is not None else "")
        if info is None and self.memory is not None and known is not None:
            answer = self.memory.unchanged(identity, known)
            if answer is not None:
                return answer
        if info is None:  # nothing has changed, but what was kept is damaged
            info, etag = self._info(identity, "")
        if info is None:
            raise Trouble(Failure.MALFORMED, "the Hub says that nothing changed, but was not asked so")
        reading = self._documents(info, known)
        if info.id.lower() != identity.name.lower():
            reading.notes.append(f"the Hub knows this model as {info.id}")
        answer = reading.resolved(identity)
        if self.memory is not None and not reading.refused and reading.whole:
            self.memory.keep(identity, answer, info.id, etag, answer.documents)
        return answer

    def _documents(self, info: ModelInfo, known: CachedModel | None) -> Reading:
        reading = Reading(self.place, info, known)
        for name in cards(info.files)[:1]:
            reading.fetch(name)
            link = license_link(reading.text(name), info.id)
            if link in info.files:
                reading.fetch(link)
        texts = license_files(info.files)
        for name in texts[: limits.HUB_LICENSE_FILES]:
            reading.fetch(name)
        if len(texts) > limits.HUB_LICENSE_FILES:
            sentence = f"only the first {limits.HUB_LICENSE_FILES} of {len(texts)} license files were read"
            reading.notes.append(unread(sentence))
        for name in CONFIGS_OF_CODE:
            if name in info.files:
                reading.fetch(name)
        reading.look()
        return reading

    def _info(self, identity: Identity, etag: str) -> tuple[ModelInfo | None, str]:
        """What the Hub says of a model, and by what it can be asked whether that is still so; None where it says that
        nothing has changed since `etag`."""
        url = f"{self.endpoint}/api/models/{quote(identity.name)}"
        if identity.revision:
            url += f"/revision/{quote(identity.revision, safe='')}"
        reply = self.transport.get(f"{url}?blobs=true&securityStatus=true", limits.HUB_ANSWER_BYTES, etag)
        if reply.status == 304 and etag:
            return None, etag
        if reply.status != 200:
            raise self._refusal(reply, identity)
        if reply.content_type and "json" not in reply.content_type:
            sentence = "the Hub sent something else than JSON; is a proxy or a login page in between?"
            raise Trouble(Failure.MALFORMED, sentence)
        if reply.body is None:
            raise Trouble(Failure.MALFORMED, f"the Hub's reply is over the bound of {limits.HUB_ANSWER_BYTES:,} bytes")
        try:
            info = model_info(read_json(reply.body))
        except (ValueError, RecursionError):
            raise Trouble(Failure.MALFORMED, "the Hub's reply is not JSON") from None
        if info is None or not is_hub_id(info.id):
            raise Trouble(Failure.MALFORMED, "the Hub's reply does not describe a model and its commit")
        if info.disabled:
            raise Trouble(Failure.NOT_FOUND, f"the Hub has disabled {identity.name}")
        return info, reply.etag

    def _refusal(self, reply: Reply, identity: Identity) -> Trouble:
        """Why the Hub gives no metadata. Nothing that the server wrote is quoted."""
        status, name = reply.status, identity.name
        token = self.transport.has_token
        if reply.error_code == "GatedRepo":
            return Trouble(Failure.GATED, f"{name} is gated: accept its terms on the Hub and set HF_TOKEN")
        if reply.error_code == "RevisionNotFound":
            return Trouble(Failure.NOT_FOUND, f"{name} has no revision {identity.revision!r}")
        if status == 401:
            if token:
                return Trouble(Failure.UNAUTHORIZED, f"the Hub refused the token, or {name} does not exist")
            sentence = f"{name} does not exist, or it is private: the Hub tells them apart only with a token (HF_TOKEN)"
            return Trouble(Failure.UNAUTHORIZED, sentence)
        if status == 403:
            return Trouble(Failure.UNAUTHORIZED, f"the Hub forbids access to {name}")
        if status in (404, 410, 451):
            hidden = "" if token else ", or it is private and no token (HF_TOKEN) was sent"
            return Trouble(Failure.NOT_FOUND, f"the Hub has no model {name}{hidden}")
        return unavailable(reply)
