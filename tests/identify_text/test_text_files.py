"""`govscan identify` on files as they come."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govscan.cli import run
from govscan.identify.match.reading import MAX_BYTES, decoded

LICENSE = Path(__file__).parents[2] / "LICENSE"
APACHE = LICENSE.read_bytes()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_known_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identify", str(LICENSE)]) == 0
    assert lines(capsys)[0] == f"{LICENSE}: Apache-2.0, unmodified, confidence 1.00"


def test_a_changed_file_shows_what_was_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "LICENSE"
    file.write_bytes(APACHE + b"\nCommercial use requires a fee of 10 dollars a month, payable to us.\n")
    assert run(["identify", str(file)]) == 0
    assert lines(capsys)[0].endswith("Apache-2.0, modified, confidence 0.95")
    assert run(["identify", "--format", "json", str(file)]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["expression"], found["modified"], found["file"]) == ("Apache-2.0", True, str(file))
    assert found["spans"] == [{"id": "Apache-2.0", "line": 1, "end_line": 201, "score": 1.0}]
    (difference,) = found["differences"]
    assert (difference["kind"], difference["line"], difference["words"]) == ("added", 203, 13)
    assert difference["quote"].startswith("Commercial use requires a fee")


def test_an_unknown_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "LICENSE"
    file.write_text("You may do with this what the council of the village allows on Sundays, and nothing else.")
    assert run(["identify", str(file), str(LICENSE)]) == 3
    assert lines(capsys)[0].startswith(f"{file}: unknown: no known license text")


def test_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("LICENSE", "model/MODEL_LICENSE", "src/code.py", "node_modules/x/LICENSE"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(APACHE)
    assert run(["identify", "--format", "json", str(tmp_path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["file"] for one in found] == [str(tmp_path / "LICENSE"), str(tmp_path / "model" / "MODEL_LICENSE")]


def test_a_folder_without_licenses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identify", str(tmp_path)]) == 3
    assert "no file is named like a license" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["no-such-file"], ["--format", "xml", "LICENSE"]])
def test_misuse(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identify", *arguments]) == 2
    assert capsys.readouterr().err


def test_a_name_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "LICENSE\x1b[2J"
    file.write_bytes(APACHE + "\nand \x1b[31mone\x1b[0m \u202eword more, which is a condition.\n".encode())
    run(["identify", str(file)])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    "data",
    [
        APACHE,
        b"\xef\xbb\xbf" + APACHE,
        APACHE.replace(b"\n", b"\r\n"),
        APACHE.replace(b"\n", b"\r"),
        APACHE.decode().encode("utf-16"),
        APACHE.decode().encode("utf-16-le"),
        APACHE.decode().encode("utf-16-be"),
        b"\xfe\xff" + APACHE.decode().encode("utf-16-be"),
        APACHE.replace(b"[name of copyright owner]", "Jürgen Müller".encode("latin-1")),
        APACHE + b"\n\xff\xfe\xc3\n",
        APACHE.replace(b"\n", b" "),
    ],
)
def test_every_encoding(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "LICENSE"
    file.write_bytes(data)
    assert run(["identify", str(file)]) == 0
    assert "Apache-2.0, unmodified" in capsys.readouterr().out


def test_chinese_of_another_age() -> None:
    text = "任何人都可以从这口水井取水，用于饮用、浇花或者清洗。" * 4
    assert decoded(text.encode("gb18030")) == (text, "")


@pytest.mark.parametrize(("data", "why"), [(b"", "empty"), (b" \n", "empty"), (bytes(range(256)) * 40, "binary")])
def test_no_text(data: bytes, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "LICENSE"
    file.write_bytes(data)
    assert run(["identify", str(file)]) == 3
    assert f"unknown: the file is {why}" in capsys.readouterr().out


def test_noise_is_binary() -> None:
    assert decoded(random.Random(7).randbytes(50_000)) == (None, "the file is binary")


def test_a_cut_letter_is_no_reason_to_doubt_the_encoding() -> None:
    text = ("ü" * (MAX_BYTES // 2)).encode()
    assert decoded(text[: MAX_BYTES - 1])[0] == "ü" * (len(text[: MAX_BYTES - 1]) // 2)


@pytest.mark.parametrize(
    "piece",
    [APACHE + b"\n\n", b"a", b"permission is hereby granted ", b"1. ", b"<p class=", "许可".encode(), b"\n", b"w%d "],
)
def test_fifty_megabytes(piece: bytes, tmp_path: Path) -> None:
    file = tmp_path / "LICENSE"
    with file.open("wb") as out:
        for _ in range(50):
            out.write(piece * (1_000_000 // len(piece)))
    # The mark of the process itself: the figure of getrusage begins with what its parent had.
    script = (
        "import re, sys; from govscan.cli import run; code = run(sys.argv[1:]); "
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1], file=sys.stderr); sys.exit(code)"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script, "identify", str(file)], capture_output=True, check=False)
    assert done.returncode in (0, 3), done.stderr
    assert time.perf_counter() - start < 15
    assert int(done.stderr.split()[-1]) < 150 * 1024  # kilobytes


def test_all_licenses_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every license of the installed packages in one file."""
    places = sorted(Path(sys.prefix).glob("lib/python*/site-packages/*.dist-info/**/LICENSE*"))
    file = tmp_path / "LICENSE"
    file.write_bytes(b"\n\n".join(place.read_bytes() for place in places if place.is_file()))
    start = time.perf_counter()
    assert run(["identify", "--format", "json", str(file)]) in (0, 3)
    assert time.perf_counter() - start < 15
    (found,) = json.loads(capsys.readouterr().out)
    assert {"MIT", "Apache-2.0"} <= {span["id"] for span in found["spans"]}
