"""`govscan.lock`: strict to read, the same bytes for the same content."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from govscan.errors import GovscanError, InvalidInput
from govscan.evidence import LOCKED, Document, LockEntry, Resolved
from govscan.facts import Fact, Facts
from govscan.reference import Identity
from govscan.resolve.lock import Lock, lock_key
from govscan.resolve.lock_reader import find_lock, read_lock
from govscan.resolve.lock_writer import entry_of, render_lock, write_lock

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas/lock.schema.json").read_text(encoding="utf-8"))
ENTRY = LockEntry(
    "a" * 40, "apache-2.0", None, "Apache-2.0", ("acme/base",), (("README.md", "b" * 64),), "2026-01-31", 0
)
EMPTY = LockEntry(None, None, None, None, (), (), "2026-01-31", 0)

texts = st.text(min_size=1, max_size=20).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
entries = st.builds(
    LockEntry,
    revision=st.none() | st.text("0123456789abcdef", min_size=40, max_size=40),
    license_declared=st.none() | texts,
    license_detected=st.none() | texts,
    license_concluded=st.none() | texts,
    base_models=st.lists(texts, max_size=3).map(tuple),
    documents=st.dictionaries(texts, digests, max_size=3).map(lambda found: tuple(sorted(found.items()))),
    fetched=st.dates().map(lambda day: day.isoformat()),
    line=st.just(0),
    facts=st.fixed_dictionaries(
        {},
        optional={name: st.lists(texts, max_size=3).map(tuple) for name in LOCKED if name != "artifacts.hub_scan"}
        | {"artifacts.hub_scan": texts},
    ).map(lambda found: tuple(sorted(found.items()))),
    code=st.dictionaries(texts, digests, max_size=3).map(lambda found: tuple(sorted(found.items()))),
    code_from=st.lists(texts, max_size=2).map(tuple),
)
identities = st.builds(
    Identity,
    provider=st.sampled_from(["huggingface", "openai", "bedrock"]),
    name=texts,
    revision=st.none() | texts,
    endpoint=st.none() | st.just("api.example.org:8443"),
    region=st.none(),
)


def without_lines(lock: Mapping[Identity, LockEntry]) -> dict[tuple[str, ...], LockEntry]:
    return {lock_key(identity): replace(entry, line=0) for identity, entry in lock.items()}


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(identities, entries, max_size=4))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, content: dict[Identity, LockEntry]) -> None:
    unique = {lock_key(identity): identity for identity in content}
    content = {identity: content[identity] for identity in unique.values()}
    path = tmp_path_factory.mktemp("lock") / "govscan.lock"
    assert write_lock(path, content)
    data = path.read_bytes()
    lock = read_lock(path)
    assert without_lines(lock) == without_lines(content)
    assert all(lock[identity].documents == entry.documents for identity, entry in content.items())
    backwards = dict(reversed(content.items()))
    assert render_lock(backwards).encode() == data == render_lock(lock).encode()
    assert not write_lock(path, lock)
    Draft202012Validator(SCHEMA).validate(tomllib.loads(data.decode()))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200))
def test_no_text_does_more_than_be_refused(tmp_path_factory: pytest.TempPathFactory, content: str | bytes) -> None:
    path = tmp_path_factory.mktemp("lock") / "govscan.lock"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    with pytest.raises(InvalidInput):
        read_lock(path)


def test_the_file_as_a_person_sees_it() -> None:
    lock = {
        Identity("openai", "gpt-5.4-mini", endpoint="EU.api.openai.com"): EMPTY,
        Identity("huggingface", "Acme/Small", "main", region="DE"): ENTRY,
    }
    assert render_lock(lock) == (
        "# Written by `govscan lock`. Commit this file; run `govscan lock` to change it.\n"
        "lock_version = 1\n"
        "\n"
        "[[model]]\n"
        'id = "pkg:huggingface/Acme/Small"\n'
        'requested = "main"\n'
        f'revision = "{"a" * 40}"\n'
        'fetched = "2026-01-31"\n'
        "base_models = [\n"
        '    "acme/base",\n'
        "]\n"
        "\n"
        "[model.license]\n"
        'declared = "apache-2.0"\n'
        'concluded = "Apache-2.0"\n'
        "\n"
        "[model.documents]\n"
        f'"README.md" = "{"b" * 64}"\n'
        "\n"
        "[[model]]\n"
        'id = "openai:gpt-5.4-mini"\n'
        'endpoint = "eu.api.openai.com"\n'
        'fetched = "2026-01-31"\n'
    )


GOOD = '[[model]]\nid = "pkg:huggingface/acme/small"\nfetched = "2026-01-31"\n'
HEAD = "lock_version = 1\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "lock_version = 1 is missing"),
        ("lock_version = 2\n", 1, "not one that this govscan reads"),
        ("lock_version = true\n", 1, "not one that this govscan reads"),
        ("lock_version = '1'\n", 1, "not one that this govscan reads"),
        (HEAD + "models = []\n", 2, "did you mean model"),
        (HEAD + "model = 3\n", 2, "array of tables"),
        (HEAD + "model = [3]\n", 2, "must be a table"),
        (HEAD + "[[model]]\n", 2, "id is missing"),
        (HEAD + GOOD + 'revison = "x"\n', 5, "did you mean revision"),
        (HEAD + GOOD + 'revision = "main"\n', 5, "40 or 64 hexadecimal digits"),
        (HEAD + GOOD + f'revision = "{"A" * 40}"\n', 5, "lower case"),
        (HEAD + GOOD + "requested = 3\n", 5, "requested must be a string"),
        (HEAD + GOOD + "base_models = 'acme/base'\n", 5, "list of strings"),
        (HEAD + GOOD + "base_models = [1]\n", 5, "list of strings"),
        (HEAD + GOOD + "license = 'mit'\n", 5, "license must be a table"),
        (HEAD + GOOD + "[model.license]\nconcluded = 3\n", 6, "concluded must be a string"),
        (HEAD + GOOD + "[model.license]\nconclude = 'x'\n", 6, "did you mean concluded"),
        (HEAD + GOOD + '[model.documents]\n"README.md" = "x"\n', 6, "64 hexadecimal digits"),
        (HEAD + GOOD + '[model.remote_code]\n"a.py" = "x"\n', 6, "64 hexadecimal digits"),
        (HEAD + GOOD + "code_from = 3\n", 5, "list of strings"),
        (HEAD + GOOD + "facts = 3\n", 5, "facts must be a table"),
        (HEAD + GOOD + '[model.facts]\n"artifacts.danger" = []\n', 6, "did you mean artifacts.dangers"),
        (HEAD + GOOD + '[model.facts]\n"artifacts.dangers" = "none"\n', 6, "list of strings"),
        (HEAD + GOOD + '[model.facts]\n"artifacts.hub_scan" = []\n', 6, "must be a string"),
        (HEAD + GOOD + '[model.facts]\n"license.concluded" = "MIT"\n', 6, "unknown key"),
        (HEAD + GOOD + GOOD, 6, "locked twice, first in line 3"),
        (HEAD + GOOD.replace("2026-01-31", "2026-02-30"), 4, "must be a date"),
        (HEAD + GOOD.replace("2026-01-31", "20260131"), 4, "must be a date"),
        (HEAD + GOOD.replace('"2026-01-31"', "2026-02-30"), 4, ""),
        (HEAD + GOOD.replace('"2026-01-31"', "7"), 4, "must be a date"),
        (HEAD + GOOD.replace("fetched", "# fetched"), 2, "fetched is missing"),
        (HEAD + GOOD.replace("pkg:huggingface/acme/small", "acme/small"), 3, "neither"),
        (HEAD + GOOD.replace("pkg:huggingface/acme/small", "pkg:pypi/x"), 3, "neither"),
        (HEAD + GOOD.replace("pkg:huggingface/acme/small", "huggingface:acme/small"), 3, "neither"),
        (HEAD + "<<<<<<< HEAD\n" + GOOD + "=======\n>>>>>>> theirs\n", 2, "merge conflict"),
        (HEAD + GOOD + "=======\n", 5, "merge conflict"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    path = tmp_path / "govscan.lock"
    path.write_text(text)
    with pytest.raises(InvalidInput) as caught:
        read_lock(path)
    assert any(each.line == line and words in str(each) for each in caught.value.diagnostics), str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "govscan.lock"
    path.write_text(HEAD + GOOD + "a = 1\nb = 2\n")
    with pytest.raises(InvalidInput) as caught:
        read_lock(path)
    assert [each.line for each in caught.value.diagnostics] == [5, 6]


def test_a_bare_date_is_a_date_and_carriage_returns_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "govscan.lock"
    path.write_bytes((HEAD + GOOD.replace('"2026-01-31"', "2026-01-31")).replace("\n", "\r\n").encode())
    assert read_lock(path)[Identity("huggingface", "acme/small")].fetched == "2026-01-31"


def test_what_is_no_readable_file(tmp_path: Path) -> None:
    assert find_lock(tmp_path) is None
    (tmp_path / "govscan.lock").symlink_to("nowhere")
    with pytest.raises(InvalidInput, match="not a regular file"):
        find_lock(tmp_path)
    (tmp_path / "govscan.lock").unlink()
    (tmp_path / "govscan.lock").write_bytes(b"lock_version = 1\n# \xff\n")
    with pytest.raises(InvalidInput, match=r":2:1: the lock is not UTF-8"):
        find_lock(tmp_path)


def test_an_entry_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "govscan.lock"
    write_lock(path, {Identity("huggingface", name): ENTRY for name in ("a/a", "b/b", "c/c")})
    lines = path.read_text().split("\n")
    for identity, entry in read_lock(path).items():
        assert lines[entry.line - 1] == f'id = "pkg:huggingface/{identity.name}"'


def test_a_lock_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "govscan.lock").mkdir()
    with pytest.raises(GovscanError, match="cannot be written"):
        write_lock(tmp_path / "govscan.lock", {})
    assert [path.name for path in tmp_path.iterdir()] == ["govscan.lock"]


def test_a_model_is_found_by_commit_too() -> None:
    lock = Lock([(Identity("huggingface", "Acme/Small", "main"), ENTRY)])
    assert lock[Identity("huggingface", "acme/small", "a" * 40)] is ENTRY
    assert lock.get(Identity("huggingface", "acme/small")) is None
    assert lock.get(Identity("huggingface", "acme/small", "c" * 40)) is None


def test_the_schema_is_one_and_describes_everything() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def undescribed(schema: object, place: str) -> list[str]:
        if not isinstance(schema, dict):
            return []
        missing = [place] if "description" not in schema else []
        for group in ("properties", "$defs"):
            for name, inner in schema.get(group, {}).items():
                missing += [] if "$ref" in inner else undescribed(inner, f"{place}/{name}")
        return missing

    assert undescribed(SCHEMA, "") == []


@pytest.mark.parametrize(
    "change",
    [
        {"id": "acme/small"},
        {"id": "huggingface:a/b"},
        {"revision": "main"},
        {"fetched": "soon"},
        {"more": 1},
        {"license": {"a": "b"}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change: dict[str, object]) -> None:
    document = {"lock_version": 1, "model": [{"id": "openai:gpt", "fetched": "2026-01-31"}]}
    assert Draft202012Validator(SCHEMA).is_valid(document)
    assert not Draft202012Validator(SCHEMA).is_valid({**document, "model": [{**document["model"][0], **change}]})


def test_what_a_run_leaves_in_the_lock() -> None:
    identity = Identity("huggingface", "acme/small")
    documents = tuple(Document.of(name, name, b"x") for name in ("README.md", "LICENSE", "config.json"))
    evidence = Resolved(identity, "hub", "a" * 40, documents)
    facts = Facts.of([Fact("license.concluded", "MIT"), Fact("model.base_models", ("acme/base",))])
    entry = entry_of(evidence, facts, "2026-01-31")
    assert (entry.license_concluded, entry.license_declared, entry.base_models) == ("MIT", None, ("acme/base",))
    assert [name for name, _ in entry.documents] == ["LICENSE", "README.md"]
