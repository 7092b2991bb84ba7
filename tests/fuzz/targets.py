"""What reads hostile input, each as a function of bytes: `TARGETS` names them, with what to begin from.

They go in below the nets that discovery, resolving and identifying have under them: whatever escapes here, other than
the errors that a reader is documented to raise, is a defect.
"""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "weights"), str(ROOT)]

from corpus import benign, malicious  # noqa: E402

from govscan.discover import gitignore  # noqa: E402
from govscan.discover.ignores import Ignores  # noqa: E402
from govscan.discover.surface import Siblings, SourceFile  # noqa: E402
from govscan.errors import GovscanError  # noqa: E402
from govscan.evaluate import load_ledger, load_policy  # noqa: E402
from govscan.evaluate.contexts import _matcher  # noqa: E402
from govscan.evaluate.expressions import equivalent, satisfied  # noqa: E402
from govscan.evaluate.patterns import search, trouble  # noqa: E402
from govscan.evidence import Document, Resolved  # noqa: E402
from govscan.identify import base_models, drift_of, identify  # noqa: E402
from govscan.identify.chat_templates import dangers_of  # noqa: E402
from govscan.identify.expression import fold, normalized, same  # noqa: E402
from govscan.marked import Malformed, parse_json, parse_toml, parse_yaml  # noqa: E402
from govscan.reference import Identity  # noqa: E402
from govscan.resolve.headers import header_of  # noqa: E402
from govscan.resolve.hub import Hub  # noqa: E402
from govscan.resolve.hub_http import Transport, Trouble  # noqa: E402
from govscan.resolve.lock_reader import read_lock  # noqa: E402
from govscan.resolve.modelscope import ModelScope  # noqa: E402
from govscan.resolve.ollama import Ollama  # noqa: E402
from govscan.resolve.remote import Asking  # noqa: E402
from govscan.since import _report as earlier_report  # noqa: E402
from govscan.weights.visit import Visit  # noqa: E402
from govscan.weights.window import BytesWindow  # noqa: E402

CASES = ROOT / "tests" / "cases"
MODEL = Identity("huggingface", "acme/model-7b", None)
DAY = dt.date(2026, 2, 1)


class Target(NamedTuple):
    """`run` takes any bytes and raises nothing; `seeds` gives bytes that reach far into it."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


# --- where code names models ----------------------------------------------------------------------------------------


def surface(module: str, *names: str) -> Target:
    """A surface of discovery; the first byte chooses the name of the file."""
    suffixes = {Path(name).suffix or Path(name).name for name in names}

    def run(data: bytes) -> None:
        name = names[data[0] % len(names)] if data else names[0]
        file = SourceFile(name, data[1:], Siblings(scratch()))
        with suppress(SyntaxError, Malformed):
            list(import_module(f"govscan.discover.{module}").read(file))

    def seeds() -> list[bytes]:
        found = []
        for path in sorted(path for path in (CASES / "discover").rglob("*") if path.is_file()):
            if path.suffix in suffixes or path.name in names:
                at = next((number for number, name in enumerate(names) if name.endswith(path.suffix)), 0)
                found.append(bytes([at]) + path.read_bytes())
        return found or [bytes([at]) + b"model = gpt-4o\n" for at in range(len(names))]

    return Target(run, seeds)


def ignored(data: bytes) -> None:
    """Comments that ignore a line, and files of ignore patterns."""
    Ignores(Siblings(scratch()), {}).learn("a.py", data)
    for line in data.decode("utf-8", "replace").splitlines():
        _matcher.__wrapped__((line,)).match("models/a.bin")
    with suppress(ValueError):
        patterns = gitignore.patterns_of(data.decode("utf-8", "replace").splitlines())
        if patterns is not None:
            for path in ("a", "models/a.bin", "x/y/z/", "[a]/b"):
                patterns.verdict(path)


# --- documents as trees ---------------------------------------------------------------------------------------------


def tree(data: bytes) -> None:
    """YAML, JSON and TOML, by the first byte."""
    text = data[1:].decode("utf-8", "replace")
    kind = data[0] % 3 if data else 0
    with suppress(Malformed):
        found = parse_yaml(text) if kind == 0 else [parse_json(text) if kind == 1 else parse_toml(text)]
        for node in found:
            for inner in node.walk():
                assert inner.line >= 1 and inner.column >= 1


# --- what a model says of itself ------------------------------------------------------------------------------------


def facts(name: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        documents = [Document.of(name, f"models/{name}", data)]
        if name != "README.md":
            documents.append(Document.of("README.md", "models/README.md", b"---\nlicense: mit\n---\n# A model\n"))
        evidence = Resolved(MODEL, "local", documents=tuple(documents))
        base_models(evidence)
        drift_of(evidence, identify(MODEL, (), evidence, {MODEL: evidence}, (), DAY))

    return run


def template(data: bytes) -> None:
    list(dangers_of(data.decode("utf-8", "replace")))


def expression(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    normalized(text, lambda word: word if word.isalpha() else None)
    fold(text, lambda word: word, " AND ".join, " OR ".join)
    same(text, text + " AND MIT")
    satisfied(text, str.isalpha)
    equivalent(text, "MIT OR " + text)


# --- weights --------------------------------------------------------------------------------------------------------

_WEIGHTS = ("m.pt", "m.pkl", "m.safetensors", "m.onnx", "m.pb", "m.npy", "m.h5", "m.keras", "m.gguf", "m")


def weights(data: bytes) -> None:
    name = _WEIGHTS[data[0] % len(_WEIGHTS)] if data else "m"
    Visit(name).look(BytesWindow(data[1:]), name, 0)


def headers(data: bytes) -> None:
    header_of("m.safetensors" if data[:1] < b"\x80" else "m.gguf", data[1:])


def _weight_seeds() -> list[bytes]:
    found = []
    for name, data in (*malicious(), *benign()):
        suffix = name[name.rfind(".") :] if "." in name else ""
        at = next((at for at, known in enumerate(_WEIGHTS) if suffix and known.endswith(suffix)), len(_WEIGHTS) - 1)
        if len(data) < 20_000:
            found.append(bytes([at]) + data)
    return found


def _header_seeds() -> list[bytes]:
    found = [b"\0" + data for name, data in benign() if name.endswith(".safetensors")]
    text = b'{"__metadata__": {"license": "mit", "format": "pt"}}'
    found.append(b"\0" + len(text).to_bytes(8, "little") + text)

    def word(said: bytes) -> bytes:
        return len(said).to_bytes(8, "little") + said

    pairs = b"".join(word(key) + (8).to_bytes(4, "little") + word(value) for key, value in (
        (b"general.name", b"x"), (b"general.license", b"mit"), (b"tokenizer.chat_template", b"{{ x }}"),
    ))  # fmt: skip
    listed = word(b"tokens") + (9).to_bytes(4, "little") + (8).to_bytes(4, "little") + (2).to_bytes(8, "little")
    pairs += listed + word(b"a") + word(b"b")
    gguf = b"GGUF" + (3).to_bytes(4, "little") + (0).to_bytes(8, "little") + (4).to_bytes(8, "little") + pairs
    return [*found, b"\xff" + gguf]


# --- answers of servers ---------------------------------------------------------------------------------------------


class Reply:
    def __init__(self, data: bytes) -> None:
        self.status_code = {0: 200, 1: 206, 2: 404, 3: 429, 4: 304}.get(data[0] % 16, 200) if data else 200
        self.headers = {"content-type": "application/json", "retry-after": "9"}
        self.data = data[1:]

    def iter_bytes(self) -> Iterator[bytes]:
        yield self.data


class Session:
    """Answers with one part of the bytes after the other."""

    def __init__(self, data: bytes) -> None:
        self.parts = data.split(b"\0\n\0")

    @contextmanager
    def stream(self, *_: object, **__: object) -> Iterator[Reply]:
        yield Reply(self.parts.pop(0) if self.parts else b"\x02")


def server(data: bytes) -> None:
    """The Hub, ModelScope or the Ollama library, by the first byte."""
    session = Session(data[1:])
    transport = Transport(lambda: session, {}, 10.0)
    kinds: tuple[Callable[[], Any], ...] = (
        lambda: Hub("http://127.0.0.1", transport, Asking(10.0, 1, None, None, 0.0)),
        lambda: ModelScope("http://127.0.0.1", transport, None),
        lambda: Ollama("http://127.0.0.1", transport, None),
    )
    with suppress(Trouble):
        kinds[data[0] % 3 if data else 0]().read(MODEL)


def _server_seeds() -> list[bytes]:
    sha = b'"%s"' % (b"0" * 40)
    info = b'{"id": "acme/model-7b", "sha": %s, "siblings": [{"rfilename": "README.md", "size": 5}, %s], %s}' % (
        sha,
        b'{"rfilename": "LICENSE"}, {"rfilename": "config.json"}, {"rfilename": "m.safetensors", "size": 9}',
        b'"cardData": {"license": "mit", "base_model": ["a/b"]}, "tags": ["license:mit"], "createdAt": "2026-01-01",'
        b' "gated": "auto", "securityRepoStatus": {"scansDone": true, "filesWithIssues": [{"level": "unsafe"}]}',
    )
    listed = b'{"Data": {"Files": [{"Path": "README.md", "Size": 4, "Type": "blob"}, {"Path": "config.json"}]}}'
    layers = (
        b'{"layers": [{"mediaType": "application/vnd.ollama.image.license", "digest": "sha256:%s", "size": 3}]}'
        % (b"a" * 64)
    )
    rest = b"\0\n\0".join(b"\xff" + part for part in (b"---\nlicense: mit\n---\n", b"MIT License", b"{}", b"\0" * 20))
    return [bytes([at]) + b"\xff" + first + b"\0\n\0" + rest for at, first in enumerate((info, listed, layers))]


# --- files that a pull request can change ---------------------------------------------------------------------------


@cache
def scratch() -> Path:
    """A folder of this process, in memory where there is such a place."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="govscan-fuzz-", dir=memory if memory.is_dir() else None))
    (folder / ".govscan").mkdir()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def policy(data: bytes) -> None:
    path = scratch() / "govscan.yaml"
    path.write_bytes(data)
    with suppress(GovscanError):
        load_policy(path, scratch())


def records(data: bytes) -> None:
    """Reviews, waivers or baseline, by the first byte."""
    folder = scratch() / ".govscan"
    for name in ("reviews.yaml", "waivers.yaml", "baseline.yaml"):
        (folder / name).unlink(missing_ok=True)
    (folder / ("reviews.yaml", "waivers.yaml", "baseline.yaml")[data[0] % 3 if data else 0]).write_bytes(data[1:])
    with suppress(GovscanError):
        load_ledger(scratch())


def lock(data: bytes) -> None:
    path = scratch() / "govscan.lock"
    path.write_bytes(data)
    with suppress(GovscanError):
        read_lock(path)


def report(data: bytes) -> None:
    """An earlier report, for --since."""
    path = scratch() / "report.json"
    path.write_bytes(data)
    with suppress(GovscanError):
        earlier_report(path)


def matches(data: bytes) -> None:
    """A regular expression of a policy, and a value."""
    pattern, _, text = data.decode("utf-8", "replace").partition("\n")
    if not trouble(pattern):
        search(pattern, text)


def _texts(*patterns: str) -> Callable[[], list[bytes]]:
    def seeds() -> list[bytes]:
        return [path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_file()]

    return seeds


def _record_seeds() -> list[bytes]:
    texts = (
        b"govscan_reviews: 1\ncriteria: {safe: {description: d, implies: [x]}}\nreviews:\n  - {id: R-1, "
        b"model: org/name, criteria: [safe], verdict: approved, "
        b"reviewer: {name: N, id: i}, date: 2026-01-01, expires: 2027-01-01}\n",
        b"govscan_waivers: 1\nwaivers:\n  - {id: W-1, rule: r, model: org/name, contexts: [a], reason: mitigated, "
        b"statement: s, approver: a, created: 2026-01-01, expires: 2026-02-01}\n",
        b"govscan_baseline: 1\nfindings:\n  - {rule: r, model: 'pkg:huggingface/a/b', context: c, fingerprint: "
        + b"a" * 64 + b", grounds: " + b"b" * 64 + b", since: 2026-01-01}\n",
    )  # fmt: skip
    return [bytes([at]) + text for at, text in enumerate(texts)]


def _tree_seeds() -> list[bytes]:
    yaml = [b"\0" + text for text in _texts("tests/cases/discover/**/*.y*ml", "policies/*.yaml")()]
    json = [b"\1" + text for text in _texts("tests/cases/discover/**/*.json", "schemas/policy*.json")()]
    toml = [b"\2" + text for text in _texts("tests/cases/discover/**/*.toml", "pyproject.toml", "examples/**/*.lock")()]
    return [*yaml, b"\0a: &x [1]\nb: *x\n? {c: d}\n: |\n  e\n", *json, *toml]


_LICENSE = b"""Acme Community License
1. Grant. You are granted a non-exclusive license to use, reproduce and distribute the Model. 2. If your products have
more than 700 million monthly active users, you must request a license. 3. You shall not use the Model for military
purposes, nor in the European Union. You must display "Built with Acme". 4. Governed by the laws of California.
Licensed under the MIT License, or Apache-2.0 WITH LLVM-exception. Copyright [yyyy] [name of copyright owner]
"""
_CARD = b"""---
license: other
license_name: acme
license_link: LICENSE
base_model: [a/b, c/d]
datasets: [x/y]
language: en
model-index: [{name: x, results: [{task: {type: t}}]}]
---
# A model
## License
Released under the [MIT License](https://opensource.org/licenses/MIT) ![l](https://img.shields.io/badge/License-MIT-blue.svg)
Distilled from GPT-4 and [b](https://huggingface.co/a/b-7b). <a href="LICENSE">License</a>
## Training data
TBD
"""

_LOCK = b"""lock_version = 1

[policies]
"govscan.yaml" = "%s"

[[model]]
id = "pkg:huggingface/acme/model-7b"
requested = "main"
revision = "%s"
fetched = 2026-01-31
gated = false
formats = ["safetensors"]
base_models = ["acme/base"]

[model.license]
declared = "mit"
concluded = "MIT"

[model.documents]
"README.md" = "%s"
""" % (b"c" * 64, b"a" * 40, b"b" * 64)

TARGETS: dict[str, Target] = {
    "python": surface("python", "a.py"),
    "notebook": surface("notebook", "a.ipynb"),
    "javascript": surface("javascript", "a.ts", "a.js", "a.tsx"),
    "shell": surface("shell", "a.sh", "Makefile", "a.ps1"),
    "container": surface("container", "Dockerfile", "docker-compose.yaml", "Modelfile"),
    "env": surface("env", ".env"),
    "requirements": surface("requirements", "requirements.txt", "pyproject.toml"),
    "hcl": surface("hcl", "a.tf", "a.bicep", "a.tfvars"),
    "sql": surface("sql", "a.sql"),
    "code": surface("code", "A.java", "a.cs", "a.go", "a.kt"),
    "structured": surface("structured", "a.yaml", "a.json", "a.toml", "a.ini", "a.properties"),
    "ignores": Target(ignored, lambda: [b"# govscan: ignore[x]\n*.bin\n!a/**/[b-c]?\n/x/\n"]),
    "trees": Target(tree, _tree_seeds),
    "card": Target(facts("README.md"), lambda: [_CARD, *_texts("tests/cases/identify/**/README.md")()]),
    "license": Target(facts("LICENSE"), lambda: [_LICENSE]),
    "config": Target(
        facts("config.json"),
        lambda: [b'{"model_type": "llama", "auto_map": {"AutoModel": "a.B"}, "_name_or_path": "a/b"}'],
    ),
    "adapter": Target(facts("adapter_config.json"), lambda: [b'{"base_model_name_or_path": "a/b"}']),
    "template": Target(
        template,
        lambda: [
            b"{% for m in messages %}{{ m['role'] + m.content|trim }}{% endfor %}",
            b"{% set x = ''.__class__ %}{% include 'a' %}{{ x|attr('__mro__') }}{% generation %}{% endgeneration %}",
        ],
    ),
    "expression": Target(expression, lambda: [b"MIT AND (Apache-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0)"]),
    "weights": Target(weights, _weight_seeds),
    "headers": Target(headers, _header_seeds),
    "server": Target(server, _server_seeds),
    "policy": Target(policy, _texts("policies/*.yaml", "tests/cases/policy/**/govscan.yaml")),
    "records": Target(records, _record_seeds),
    "lock": Target(lock, lambda: [_LOCK]),
    "report": Target(
        report,
        lambda: [
            b'{"govscan_report": 1, "now": "x", "findings": [{"model": "m", "context": "c", "rule": "r", '
            b'"verdict": "fail"}], "models": [{"id": "m"}], "policy": {"digest": "d"}}'
        ],
    ),
    "matches": Target(matches, lambda: [b"^(?:acme|[a-z]+)/.*-\\d+b$\nacme/model-7b"]),
}
