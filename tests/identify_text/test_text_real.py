"""Real texts that are there when the tests run: the license of this project, and those of installed packages."""

from __future__ import annotations

import re
import time
from importlib.metadata import distributions
from pathlib import Path

import pytest

from govscan.catalog.fingerprints import fingerprints
from govscan.identify.match import Kind, match

APACHE = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
PLAIN = {"MIT": {"attrs", "pluggy", "iniconfig"}, "BSD-3-Clause": {"click", "jinja2", "idna"}, "MPL-2.0": {"pathspec"}}


def text_of(package: str) -> str:
    for distribution in distributions(name=package):
        for file in distribution.files or ():
            if re.fullmatch(r"LICENSE(?:\.\w+)?", file.name) and "dist-info" in file.parts[0]:
                return Path(str(distribution.locate_file(file))).read_text(encoding="utf-8")
    pytest.skip(f"{package} is not installed with its license")


CASES = [(id_, package) for id_, packages in PLAIN.items() for package in sorted(packages)]


@pytest.mark.parametrize(("id_", "package"), CASES)
def test_an_installed_license(id_: str, package: str) -> None:
    found = match(text_of(package))
    assert (found.expression, found.modified, found.confidence) == (id_, False, 1.0)


def test_our_own() -> None:
    found = match(APACHE)
    assert (found.expression, found.modified, found.differences) == ("Apache-2.0", False, ())


def test_without_the_advice_on_how_to_apply_it() -> None:
    found = match(APACHE[: APACHE.index("APPENDIX")])
    assert (found.expression, found.modified) == ("Apache-2.0", False)


EDITS = [
    ("does not grant", "does grant"),
    ("January 2004", "January 2005"),
    ("perpetual", "yearly"),
    ("Work otherwise", ""),
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_a_word_of_it(old: str, new: str) -> None:
    at = APACHE.index(old)
    found = match(APACHE[:at] + new + APACHE[at + len(old) :])
    line = APACHE[:at].count("\n") + 1
    assert found.modified
    assert any(d.line - 1 <= line <= d.end_line + 1 for d in found.differences)


def test_modified_mit_is_never_plain() -> None:
    clause = "If the Software is used by more than 100 million people, its name must be displayed on every screen."
    text = text_of("attrs")
    cut = text.index("THE SOFTWARE IS PROVIDED")
    for changed in (f"{text[:cut]}{clause}\n\n{text[cut:]}", f"{text}\n{clause}\n"):
        found = match(changed)
        assert (found.expression, found.modified) == ("MIT", True)
        assert [(d.kind, d.quote) for d in found.differences] == [(Kind.ADDED, clause.rstrip("."))]


def test_two_texts_in_one_file() -> None:
    found = match(f"{text_of('attrs')}\n\n{APACHE}")
    assert (found.expression, found.modified) == ("MIT AND Apache-2.0", False)
    assert found.spans[0].end_line < found.spans[1].line


def test_a_license_that_is_not_in_the_index() -> None:
    index = fingerprints()
    without = {number for number, id_ in enumerate(index.ids) if id_ == "Apache-2.0"}
    found = match(APACHE, index, without)
    assert found.expression is None or found.modified


@pytest.mark.parametrize(
    "text",
    [
        'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in '
        "compliance with the License.",
        "SPDX-License-Identifier: MIT",
        "This project is under the MIT license. See LICENSE for details.",
        "Please refer to license: https://github.com/example/llama/blob/main/LICENSE",
    ],
)
def test_a_notice_is_not_the_license(text: str) -> None:
    assert match(text).expression is None


def test_fifty_files_a_second() -> None:
    texts = [APACHE, *(text_of(package) for _, package in CASES)] * 3
    match(APACHE)
    start = time.process_time()
    for text in texts:
        match(text)
    assert len(texts) / (time.process_time() - start) > 50
