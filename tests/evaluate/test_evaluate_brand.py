"""How reports are to look: what `.govscan/report.yaml` may say, and what it may not."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from fakes.picture import png
from hypothesis import given
from hypothesis import strategies as st

from govscan.errors import InvalidInput
from govscan.evaluate.brand import is_jpeg, is_png, load_brand
from govscan.report import Brand


def brand_of(folder: Path, text: str, **files: bytes) -> Brand:
    (folder / ".govscan").mkdir(exist_ok=True)
    (folder / ".govscan" / "report.yaml").write_text(text)
    for name, data in files.items():
        (folder / ".govscan" / name.replace("_", ".")).write_bytes(data)
    return load_brand(folder)


def test_nothing_is_asked_for(tmp_path: Path) -> None:
    assert load_brand(tmp_path) == Brand()


def test_all_of_it(tmp_path: Path) -> None:
    said = (
        "organization: Acme Bank\nclassification: Confidential\ncolor: '#1a56b0'\nlogo: logo.png\n"
        "source_link: https://git.example.org/{commit}/{path}#{line}\n"
    )
    found = brand_of(tmp_path, said, logo_png=png())
    assert found.organization == "Acme Bank"
    assert (found.classification, found.color, found.logo_type) == ("Confidential", "#1a56b0", "image/png")
    assert found.logo == png()
    assert found.line_address == "https://git.example.org/{commit}/{path}#{line}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("organisation: Acme\n", "did you mean 'organization'"),
        ("color: red\n", "write it as #rrggbb"),
        ("color: '#12345g'\n", "color cannot be"),
        ('classification: "a\\nb"\n', "not one line"),
        ("logo: none.png\n", "there is no logo 'none.png'"),
        ("logo: notes.txt\n", "is not an image"),
        ("logo: ../../outside.png\n", "outside of the folder"),
        ("logo: cut.png\n", "is not an image"),
        ("source_link: http://git.example.org/{path}\n", "source_link cannot be"),
        ("source_link: javascript:alert(1)//{path}\n", "source_link cannot be"),
        ("source_link: https://git.example.org/\n", "source_link cannot be"),
        ("[1]\n", "not a mapping"),
    ],
)
def test_what_cannot_be(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(png())
    (tmp_path / "root").mkdir()
    with pytest.raises(InvalidInput, match=message) as caught:
        brand_of(tmp_path / "root", text, notes_txt=b"hello", cut_png=png()[:-5])
    assert str(caught.value).startswith(".govscan/report.yaml:1:")


def test_a_logo_that_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="larger than"):
        brand_of(tmp_path, "logo: logo.png\n", logo_png=png() + b"\0" * 500_000)
    assert not is_png(png(width=4_001, height=1))


@given(st.integers(0, len(png()) - 1), st.integers(1, 255))
def test_a_changed_byte_is_seen(at: int, change: int) -> None:
    data = bytearray(png())
    data[at] ^= change
    assert not is_png(bytes(data))


@given(st.binary(max_size=200))
def test_noise_is_no_picture(data: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        assert not is_png(start + data)
        is_jpeg(start + data + b"\xff\xd9")


def test_a_jpeg() -> None:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 2, 2, 1) + b"\x01\x11\x00"
    assert is_jpeg(b"\xff\xd8" + b"\xff\xe0\x00\x04ab" + frame + b"\xff\xda\x00\x02\xff\xd9")
    assert not is_jpeg(b"\xff\xd8" + frame)
