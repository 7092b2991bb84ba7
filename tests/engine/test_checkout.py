"""What commit a folder is a checkout of, and where a forge shows its lines: real git."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.repository import Repository
from hypothesis import given
from hypothesis import strategies as st

from govscan import limits
from govscan.checkout import _same, checkout_of, line_address, web_address
from govscan.reference import Location
from govscan.report import Checkout


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/acme/shop.git", "https://github.com/acme/shop"),
        ("https://user:token@github.com/acme/shop", "https://github.com/acme/shop"),
        ("git@github.com:acme/shop.git", "https://github.com/acme/shop"),
        ("ssh://git@gitlab.acme.example:2222/group/sub/shop.git", "https://gitlab.acme.example/group/sub/shop"),
        ("git@ssh.example.org:/acme/shop", "https://ssh.example.org/acme/shop"),
        ("", ""),
        ("/srv/git/shop.git", ""),
        ("../shop", ""),
        ("C:\\repositories\\shop", ""),
        ("file:///srv/git/shop.git", ""),
        ("https://[::1", ""),
        ("https://github.com/", ""),
        ("javascript://github.com/%0aalert(1)", ""),
        ('https://github.com/a"onclick=b', ""),
        ("ext::sh -c whoami", ""),
    ],
)
def test_the_page_of_a_remote(remote: str, address: str) -> None:
    assert web_address(remote) == address


@given(st.text())
def test_whatever_the_remote_the_address_is_harmless(remote: str) -> None:
    address = web_address(remote)
    assert not address or address.startswith("https://")
    assert address.isascii()
    assert not set("\"'<> {}") & set(address)


@pytest.mark.parametrize(
    ("host", "line"),
    [
        ("github.com", "https://github.com/a/b/blob/c0ffee/src/app.py#L7"),
        ("gitlab.acme.example", "https://gitlab.acme.example/a/b/-/blob/c0ffee/src/app.py#L7"),
        ("bitbucket.org", "https://bitbucket.org/a/b/src/c0ffee/src/app.py#lines-7"),
        ("codeberg.org", "https://codeberg.org/a/b/src/commit/c0ffee/src/app.py#L7"),
        ("git.acme.example", ""),
    ],
)
def test_the_address_of_a_line(host: str, line: str) -> None:
    checkout = Checkout("c0ffee", "", line_address(f"https://{host}/a/b"), "src/")
    assert checkout.link(Location("app.py", 7)) == line


def test_a_path_cannot_change_the_address() -> None:
    checkout = Checkout("c0ffee", "", "https://h.example/{commit}/{path}#L{line}")
    assert checkout.link(Location("a b/{line}?x#y.py", 0)) == "https://h.example/c0ffee/a%20b/%7Bline%7D%3Fx%23y.py#L1"
    assert checkout.link(Location("caf\udce9.py", 1)) == "https://h.example/c0ffee/caf%E9.py#L1"


def test_a_checkout_and_what_differs_from_it(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop")
    commit = repository.commit("one", {"a/app.py": "one", "a/same.py": "same", "top.py": "top"})
    repository.git("remote", "add", "origin", "git@github.com:acme/shop.git")
    repository.write({"a/app.py": "two", "a/new.py": "new"})
    found = checkout_of(tmp_path / "shop" / "a", ["app.py", "same.py", "new.py", "gone.py", "same.py"])
    assert found is not None
    assert (found.commit, found.address, found.prefix) == (commit, "https://github.com/acme/shop", "a/")
    assert found.changed == ("app.py", "gone.py", "new.py")
    assert found.link(Location("same.py", 3)) == f"https://github.com/acme/shop/blob/{commit}/a/same.py#L3"
    assert found.link(Location("app.py", 3)) == ""


def test_a_repository_may_hash_with_sha256(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop")
    repository.git("init", "-q", "--object-format=sha256", "../new")
    new = Repository.__new__(Repository)
    new.folder = tmp_path / "new"
    assert len(new.commit("one", {"app.py": "one"})) == 64
    found = checkout_of(new.folder, ["app.py"])
    assert found is not None
    assert found.changed == ()
    assert found.address == ""


def test_no_repository_and_no_commit(tmp_path: Path) -> None:
    assert checkout_of(tmp_path, []) is None
    Repository(tmp_path / "new")
    assert checkout_of(tmp_path / "new", []) is None


def test_filters_of_the_repository_are_not_run(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop")
    repository.commit("one", {"app.py": "one", ".gitattributes": "*.py filter=evil\n"})
    repository.git("config", "filter.evil.clean", f"touch {tmp_path / 'ran'}; cat")
    repository.write({"app.py": "two"})
    found = checkout_of(tmp_path / "shop", ["app.py"])
    assert found is not None
    assert found.changed == ("app.py",)
    assert not (tmp_path / "ran").exists()


def test_a_large_file_counts_as_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit("one", {"a.py": "x = 1\n" * 20})
    blob = repository.git("rev-parse", "HEAD:a.py").strip()
    assert _same(repository.folder / "a.py", blob, "sha1")
    monkeypatch.setattr("govscan.limits.COMPARED_BYTES", 20)
    assert limits.COMPARED_BYTES == 20
    assert not _same(repository.folder / "a.py", blob, "sha1")
