"""The text of a file enters; the places leave at which a key is written, or the verification of certificates is turned
off. What is written there stays here: a `Spot` has only where, what kind, and whose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import AnyStr, Final
from urllib.parse import unquote

from msgspec import Struct

from govscan import limits
from govscan.bounded import hit
from govscan.discover import keys
from govscan.discover.needles import Needle
from govscan.discover.secrets import MARKED, MARKS, is_key, is_password, owner_of
from govscan.pattern import pattern
from govscan.reference import ExposureKind, endpoint_host

_MARKS: Final = (
    b"sk-", b"hf_", b"AIza", b"gsk_", b"AKIA", b"ASIA", b"ABSK", b"xai-", b"nvapi-", b"r8_", b"pplx-", b"fw_", b"csk-",
    b"tgp_", b"ghp_", b"gho_", b"github_pat_",
)  # fmt: skip
_TLS_WORDS: Final = (
    "verify", "ssl", "rejectunauthorized", "insecure", "tls_reject", "_ca_bundle", "check_hostname", "trustall",
    "certificatevalidator", "hostnameverifier", "cert_none", "unverified_context",
)  # fmt: skip
_MARK: Final = Needle(b"(?:" + b"|".join(map(re.escape, _MARKS)) + rb")[A-Za-z0-9+/_-]{16}")
"""A mark, and as many characters as the shortest key has behind it."""
_MARKED_BYTES: Final = pattern(MARKS.encode())
_BEFORE: Final = 200  # characters in front of a word in which what is looked for begins
_BEHIND: Final = 600  # and behind it, in which it ends
_SMALL: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_UNCHECKED: Final = pattern(rb"[ \t]-[a-z]{0,6}k[a-z]{0,6}[ \t\r\n\\]|--insecure|--no-check-certificate")
_NAMED: Final = pattern(
    r"(?<![\w$-])(?P<name>[A-Za-z_$][\w.$-]{0,80})\\?[\"'`\])]{0,2}[ \t]{0,12}(?:\?\?=|\|\|=|:=|=>|[:=(,])[ \t]{0,12}"
    r"(?:new[ \t]+)?(?:[A-Za-z_][\w.]{0,60}\([ \t]*)?(?P<quote>\\?[\"'`])?(?:[Bb]earer[ \t]+)?"
    r"(?P<value>[A-Za-z0-9][A-Za-z0-9+/_.=-]{19,300})(?=\\?[\"'`]|[\s,;)}\]]|\Z)"
)
_CREDENTIALS: Final = pattern(r"https?://(?:[^\s\"'`/@:]{0,100}):([^\s\"'`/@]{1,200})@([\w.:\[\]-]{1,200})")
_UNQUOTED: Final = (
    ".env",
    ".envrc",
    ".yaml",
    ".yml",
    ".ini",
    ".cfg",
    ".properties",
    ".sh",
    ".bash",
    ".zsh",
    ".mk",
    ".toml",
)
_KEY_WORDS: Final = frozenset(
    {"key", "keys", "token", "tokens", "credential", "bearer", "authorization", "secret", "api", "apikey", "apikeys",
     "access", "subscription", "auth", "id"}
)  # fmt: skip
_GENERIC: Final = frozenset(
    {"my", "llm", "llms", "model", "chat", "embedding", "embeddings", "rerank", "default", "ai", "x", "service",
     "client", "this", "self", "config", "settings", "http", "header", "headers", "vlm", "vision", "with", "user",
     "custom", "completion", "server", "add", "inference", "ocp", "apim", "set", "base", "endpoint", "os", "environ",
     "process", "env", "export", "options", "option", "proxy"}
)  # fmt: skip
"""Words in the name of a key that speak of no service; with any other, the key is somebody else's."""

_FALSE: Final = r"(?:[Ff]alse|FALSE|0|off|no)\b"
_TRUE: Final = r"(?:[Tt]rue|TRUE|1|on|yes)\b"
_TLS_ANYWHERE: Final = pattern(
    rf"NODE_TLS_REJECT_UNAUTHORIZED\\?[\"'\])]*\s*[,:=]+\s*\\?[\"']?0\b"
    rf"|PYTHONHTTPSVERIFY\\?[\"'\])]*\s*[,:=]+\s*\\?[\"']?0\b"
    rf"|(?:CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE)\\?[\"'\])]*\s*[,:=]+\s*(?:\\?\"\\?\"|''|$)"
    rf"|HF_HUB_DISABLE_SSL\w{{0,40}}\\?[\"'\])]*\s*[,:=]+\s*\\?[\"']?{_TRUE}"
    rf"|(?:SSL_VERIFY|VERIFY_SSL|TLS_VERIFY)\\?[\"'\])]*\s*[,:=]+\s*\\?[\"']?{_FALSE}"
    rf"|GIT_SSL_NO_VERIFY\\?[\"'\])]*\s*[,:=]+\s*\\?[\"']?{_TRUE}"
    rf"|_create_default_https_context\s*=\s*ssl\._create_unverified_context"
    rf"|litellm\.ssl_verify\s*=\s*False"
    rf"|http\.sslVerify[= ]+false",
    8,  # re.MULTILINE: an empty value ends at its line
)
_TLS_HERE: Final = pattern(
    rf"\b(?:verify|ssl|ssl_verify|verify_ssl|verifySsl|verifySSL|sslVerify|tls_verify|verify_tls|verify_certs"
    rf"|ssl_verification|verify_ssl_certs?|strictSSL|rejectUnauthorized|check_hostname)\\?[\"']?\s{{0,4}}[:=]\s{{0,4}}"
    rf"(?!==){_FALSE}"
    rf"|\b(?:InsecureSkipVerify|insecure_skip_verify|insecureSkipVerify|insecureSkipTLSVerify|insecure-skip-tls-verify"
    rf"|skip_tls_verify|tls_skip_verify|skip_ssl_verify|skip_verify|disable_ssl_verification|trustAllCerts?)\\?[\"']?"
    rf"\s{{0,4}}[:=]\s{{0,4}}{_TRUE}"
    rf"|CURLOPT_SSL_VERIFY(?:PEER|HOST)\\?[\"']?\s*(?:,|=>|:)\s*{_FALSE}"
    rf"|DangerousAcceptAnyServerCertificateValidator|NoopHostnameVerifier|TrustAllStrategy|InsecureTrustManagerFactory"
    rf"|verify_mode\s*=\s*(?:ssl\.)?CERT_NONE|_create_unverified_context\("
)
_TLS_COMMAND: Final = pattern(
    r"(?:^|[\s;&|`(\"'])curl(?:\.exe)?[ \t](?:[^\n;|&]|\\\n){0,600}?(?<=\s)"
    r"(?:-[a-zA-Z]{0,6}k[a-zA-Z]{0,6}(?=[ \t\n\\])|--insecure\b)"
    r"|(?:^|[\s;&|`(\"'])wget[ \t](?:[^\n;|&]|\\\n){0,600}?--no-check-certificate\b",
    8,
)


class Spot(Struct, frozen=True):
    """A place in a text, as an offset. `owner` is the provider that a key speaks of, "any" for a mark that many use,
    None where nothing says whose it is. `marked` tells that the key itself proves to be one of a model's service.
    `everywhere` is a switch that holds for the whole program; `host` is that of an address with a password."""

    kind: ExposureKind
    at: int
    owner: str | None = None
    marked: bool = False
    everywhere: bool = False
    host: str = ""


def has_mark(data: bytes) -> bool:
    """Whether the bytes hold a key that proves itself."""
    if not _MARK.search(data):
        return False
    return any(_MARKED_BYTES.match(data, at) for mark in _MARKS for at in _places(mark, data))


def _places(word: AnyStr, text: AnyStr) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def spots_in(path: str, text: str, data: bytes) -> list[Spot]:
    """The spots of a file, in no order, one for each place."""
    found: dict[int, Spot] = {}
    for spot in _all(path, text, data):
        if len(found) >= limits.EXPOSURE_SPOTS:
            hit(f"more than {limits.EXPOSURE_SPOTS} keys or unverified certificates, the rest is left out")
            break
        found.setdefault(spot.at, spot)
    return list(found.values())


def _all(path: str, text: str, data: bytes) -> Iterator[Spot]:
    small = data.lower()
    yield from _keys(path, text, data, small)
    words = [word for word in _TLS_WORDS if word.encode() in small]
    for start, end in _around(words, text, 1) if words else ():
        for found in _TLS_ANYWHERE.finditer(text, start, end):
            yield Spot(ExposureKind.TLS, found.start(), everywhere=True)
        yield from (Spot(ExposureKind.TLS, match.start()) for match in _TLS_HERE.finditer(text, start, end))
    if (b"curl" in small or b"wget" in small) and _UNCHECKED.search(small):
        yield from (Spot(ExposureKind.TLS, match.end() - 1) for match in _TLS_COMMAND.finditer(text))


def _keys(path: str, text: str, data: bytes, small: bytes) -> Iterator[Spot]:
    others: set[int] = set()
    if any(word in small for word in (b"key", b"token", b"bearer", b"authorization")):
        yield from _named(path, text, others)
    marks = [mark for mark in _MARKS if mark in data] if _MARK.search(data) else ()
    for at in sorted({at for mark in marks for at in _places(mark.decode(), text)}):
        match = MARKED.match(text, at)
        owner = owner_of(match[0]) if match else None
        if owner and at not in others:
            yield Spot(ExposureKind.KEY, at, owner, marked=owner not in ("any", "github-models"))
    for match in _CREDENTIALS.finditer(text) if b"@" in data and b"://" in data else ():
        host = endpoint_host(f"//{match[2]}")
        if host and is_password(unquote(match[1])):
            yield Spot(ExposureKind.KEY, match.start(1), host=host)


def _named(path: str, text: str, others: set[int]) -> Iterator[Spot]:
    """Keys by the name of what they are given to; into `others` go the places of those of other services."""
    bare = path.lower().endswith(_UNQUOTED) or ".env" in path.lower() or "dockerfile" in path.lower()
    lines = _around(("key", "token", "bearer", "authoriz"), text)
    for match in (match for start, end in lines for match in _NAMED.finditer(text, start, end)):
        if match["quote"] is None and not bare:
            continue
        name = keys.normal(match["name"])
        if not is_key(match["value"], name):
            continue
        mark, owner = owner_of(match["value"]), _owner_of_name(name)
        if mark in (None, "any") and owner is None:
            others.add(match.start("value"))
        elif mark in (None, "any"):
            yield Spot(ExposureKind.KEY, match.start("value"), owner or mark, marked=bool(mark and owner))


def _around(words: Sequence[str], text: str, more: int = 0) -> list[tuple[int, int]]:
    """Where the lines begin and end that have one of these words, in whatever case, and `more` lines behind each; of
    long lines only what stands around the words."""
    small = text.lower()
    if len(small) != len(text):  # a letter that is two in lower case would move all places
        small = text.translate(_SMALL)
    found = []
    for word in words:
        at = small.find(word)
        while at >= 0:
            found.append(_lines_at(at, small, more))
            at = small.find(word, at + len(word))
    return _merged(found)


def _lines_at(at: int, text: str, more: int) -> tuple[int, int]:
    """The line that a place is in and `more` behind it, as far as they matter."""
    first = max(at - _BEFORE, 0)
    start = max(text.rfind("\n", first, at) + 1, first)
    last = min(at + _BEHIND, len(text))
    end = at - 1
    for _ in range(1 + more):
        end = text.find("\n", end + 1, last)
        if end < 0:
            return start, last
    return start, end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that meet, as one. Those of neighboring lines do not."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def _owner_of_name(name: str) -> str | None:
    """The provider that the name of a key speaks of; "" where it speaks of nobody, None where of somebody else."""
    words = [word for word in name.split("_") if word not in _KEY_WORDS]
    provider = keys.provider_of_stem("_".join(words)) if words else None
    if provider:
        return provider[0]
    return "" if all(word in _GENERIC for word in words) else None
