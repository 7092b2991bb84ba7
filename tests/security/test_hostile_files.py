"""Files made to bring a scanner down, through the real command: each is bounded and told, and the rest is scanned.

Every scan runs in a process of its own, which says how much memory it took; the time is that of the processor, bounded
by the kernel, so that an endless one dies and does not hang the tests.
"""

from __future__ import annotations

import io
import json
import os
import socket
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from govscan.discover import read_files
from govscan.discover.kinds import SURFACES
from govscan.errors import ProblemKind
from govscan.regular import Changed, whole
from govscan.resolve.documents import WEIGHT_SUFFIXES

GOOD = "from transformers import AutoModel\nAutoModel.from_pretrained('acme/good')\n"
HERE = "from transformers import AutoModel\nAutoModel.from_pretrained('./m')\n"
MEGABYTES = 600
SECONDS = 60
CHILD = """
import re, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
from govscan.cli import run
code = run(["scan", sys.argv[2], "--offline", "--format", "json", "--now", "2026-02-01"])
# The mark of the process itself: the figure of getrusage begins with what its parent had.
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) >> 10, file=sys.stderr)
sys.exit(code)
"""


class Scan(NamedTuple):
    code: int
    report: dict[str, Any]
    log: str
    megabytes: int

    @property
    def problems(self) -> dict[str, str]:
        return {problem["path"]: problem["message"] for problem in self.report["problems"]}


def scan(tree: Path, home: Path) -> Scan:
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home), "HF_HOME": str(home / "hf")}
    words = [sys.executable, "-I", "-c", CHILD, str(SECONDS), str(tree)]
    made = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=110)
    assert "Traceback" not in made.stdout + made.stderr, made.stderr
    assert made.returncode in (0, 1, 2, 3), made.stderr
    *log, memory = made.stderr.strip().splitlines()
    report = json.loads(made.stdout) if made.stdout.strip() else {}
    found = Scan(made.returncode, report, "\n".join(log), int(memory))
    assert found.megabytes < MEGABYTES
    return found


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with a file that has to be found whatever else is there."""
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "good.py").write_text(GOOD)
    return folder


def names(found: Scan) -> set[str]:
    return {model["name"] for model in found.report["models"]}


# --- source files ---------------------------------------------------------------------------------------------------

DEEP = 100_000
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "paren.py": (lambda: b"model = 'gpt-4o'\nx = " + b"(" * DEEP + b")" * DEEP, "too many nested parentheses"),
    "minus.py": (lambda: b"model = 'gpt-4o'\nx = " + b"-" * DEEP + b"1", "nested too deeply"),
    "attributes.py": (lambda: b"model = 'gpt-4o'\nx = a" + b".b" * DEEP, "nested too deeply"),
    "calls.py": (lambda: b"model = 'gpt-4o'\nx = a" + b"()" * DEEP, "nested too deeply"),
    "statements.py": (lambda: b"model = 'gpt-4o'\n" + b"a;" * 2_000_000, "words and signs, not read"),
    "fields.py": (lambda: b"model = 'gpt-4o'\nx = f'" + b"{1}" * DEEP + b"'", "a formatted string of too many fields"),
    "deep.json": (lambda: b'{"model": ' + b"[" * DEEP + b"]" * DEEP + b"}", "nested deeper than 100 levels"),
    "deep.ipynb": (lambda: b'{"model": ' + b"[" * DEEP + b"]" * DEEP + b"}", "nested deeper than 100 levels"),
    "deep.yaml": (lambda: b"model: " + b"[" * DEEP, "nest"),
    "dashes.yaml": (lambda: b"model:\n" + b"- " * DEEP + b"x", "nested deeper than 100 levels"),
    "deep.toml": (lambda: b"model = " + b"[" * DEEP, "nested deeper than 100 levels"),
    "dots.toml": (lambda: b"model = 'acme/x'\n" + b"a." * DEEP + b"b = 1", "a key of more than 100 parts"),
    "digits.toml": (lambda: b"model = " + b"9" * DEEP, "limit"),
    "bomb.yaml": (
        lambda: b"model: x\na: &a [" + b"x," * 9 + b"]\n" + b"".join(
            b"%c: &%c [" % (one + 1, one + 1) + b"*%c," % one * 9 + b"]\n" for one in range(97, 106)
        ),
        "more than 2000000 values",
    ),
    "deep.tf": (lambda: b'model_id = "anthropic.claude-v2"\n' + b"a {" * DEEP, "nested deeper than 60 levels"),
    "ways.tf": (lambda: b'model_id = "anthropic.claude-v2"\nx = "' + b"${}" * 5_000, ""),
    "blanks.yaml": (lambda: b"{{ x }}\n" + (b"model: a" + b" " * 1_900 + b"x\0"[:1] + b"\n") * 500, ""),
    "quotes.js": (lambda: b"const model = 'acme/x' + '" + b"\\'" * 200_000, ""),
    "templates.js": (lambda: b"const model = 'acme/x'; `" + b"${`" * 60_000, ""),
    "substitutions.sh": (lambda: b"vllm serve acme/m " + b"$(" * DEEP, ""),
    "names.yaml": (lambda: b"model: acme/m\n" * 200_000, "more than 20,000 names"),
}  # fmt: skip


def test_source_files_that_never_end_nest_or_multiply(tree: Path, tmp_path: Path) -> None:
    for name, (make, _) in FILES.items():
        (tree / name).write_bytes(make())
    found = scan(tree, tmp_path)
    assert found.code == 3
    assert "acme/good" in names(found)
    assert {name for name, (_, said) in FILES.items() if said and said not in found.problems.get(name, "")} == set()
    assert not [problem for problem in found.report["problems"] if problem["kind"] == "crash"]


def test_a_sparse_file_of_two_gigabytes_under_every_name(tree: Path, tmp_path: Path) -> None:
    suffixes = {suffix for row in SURFACES for suffix in row.suffixes}
    files = {f"big{suffix}" for suffix in suffixes} | {name.capitalize() for row in SURFACES for name in row.names}
    for name in files:
        with open(tree / name, "wb") as file:
            file.truncate(2 << 30)
    found = scan(tree, tmp_path)
    assert found.code == 3
    assert found.problems.keys() == files
    assert set(found.problems.values()) == {"larger than 20 MB, not read", "larger than 100 MB, not read"}  # notebooks
    assert found.megabytes < 120


def test_sparse_weights_cards_and_configs(tree: Path, tmp_path: Path) -> None:
    (tree / "m").mkdir()
    (tree / "app.py").write_text(HERE)
    documents = ("README.md", "LICENSE", "adapter_config.json", "tokenizer_config.json", "chat_template.jinja")
    for name in (*documents, *(f"model{suffix}" for suffix in WEIGHT_SUFFIXES)):
        with open(tree / "m" / name, "wb") as file:
            file.truncate(2 << 30)
    (tree / "m" / "config.json").write_text('{"model_type": "llama"}')
    found = scan(tree, tmp_path)
    assert found.code == 3
    (model,) = (model for model in found.report["models"] if model["id"] == "local:m")
    notes = " ".join(model["evidence"]["notes"])
    assert all(f"{name} is 2,147,483,648 bytes, over the bound" in notes for name in documents)
    assert found.megabytes < 250


def test_front_matter_of_fifty_megabytes(tree: Path, tmp_path: Path) -> None:
    (tree / "m").mkdir()
    (tree / "app.py").write_text(HERE)
    (tree / "m" / "config.json").write_text('{"model_type": "llama"}')
    (tree / "m" / "README.md").write_bytes(b"---\nlicense: mit\n" + b"x: y\n" * 10_000_000 + b"---\n")
    found = scan(tree, tmp_path)
    assert found.code == 3
    assert "README.md is 50,000,021 bytes, over the bound of 2,000,000 bytes" in json.dumps(found.report)
    assert "MIT" not in json.dumps(found.report["models"])
    assert found.megabytes < 150


def test_cards_that_take_long(tree: Path, tmp_path: Path) -> None:
    (tree / "app.py").write_text(GOOD.replace("acme/good", "./a") + GOOD.replace("acme/good", "./b"))
    for folder, line in (("a", "data generated by "), ("b", "[a](b) licensed under the license of <a href='")):
        (tree / folder).mkdir()
        (tree / folder / "config.json").write_text('{"model_type": "llama"}')
        (tree / folder / "README.md").write_text("---\nlicense: mit\n---\n" + line * (400_000 // len(line)))
    assert scan(tree, tmp_path).code in (0, 1, 3)


# --- weights --------------------------------------------------------------------------------------------------------


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


def zipped(data: bytes, size: int, members: int) -> bytes:
    """An archive with so many members that are all the same bytes, which stand in it once."""
    head = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(data), size, 1, 0) + b"a"
    row = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(data), size, 1, 0, 0, 0, 0, 0, 0)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, members, members, 47 * members, len(head) + len(data), 0)
    return head + data + (row + b"a") * members + end


def test_zip_bombs(tree: Path, tmp_path: Path) -> None:
    (tree / "m").mkdir()
    (tree / "app.py").write_text(HERE)
    (tree / "m" / "config.json").write_text('{"model_type": "llama"}')
    packed = bomb(160)
    (tree / "m" / "flat.pt").write_bytes(zipped(packed, 160 << 20, 1))
    (tree / "m" / "many.pt").write_bytes(zipped(packed, 160 << 20, 5_000))
    inner = zipped(packed, 160 << 20, 1)
    for _ in range(8):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", inner)
        inner = outer.getvalue()
    (tree / "m" / "nested.pt").write_bytes(inner)
    (tree / "m" / "stream.bin").write_bytes(zlib.compress(bytes(160 << 20), 9))
    found = scan(tree, tmp_path)
    assert found.code == 3
    said = json.dumps(found.report)
    assert said.count("only the first 128 MB of what it inflates to were read") >= 3
    assert "archives are nested deeper than 5" in said
    assert found.megabytes < 450


# --- links and special files ----------------------------------------------------------------------------------------


def test_links_pipes_sockets_and_devices(tree: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text(GOOD.replace("good", "secret"))
    (tree / "link.py").symlink_to(secret)
    (tree / "folder").symlink_to(tmp_path)
    (tree / "loop.py").symlink_to("loop.py")
    (tree / "self").symlink_to(".")
    (tree / "zero.py").symlink_to("/dev/zero")
    (tree / "inside.py").symlink_to("good.py")
    os.link(tree / "good.py", tree / "hard.py")
    os.mkfifo(tree / "pipe.py")
    os.mkfifo(tree / ".gitignore")
    with socket.socket(socket.AF_UNIX) as listening:
        where = Path.cwd()
        os.chdir(tree)  # the name of a socket is short
        try:
            listening.bind("socket.py")
        finally:
            os.chdir(where)
        if os.geteuid() == 0:
            for name, number in (("zeros.py", (1, 5)), ("terminal.py", (5, 0))):
                try:
                    os.mknod(tree / name, stat.S_IFCHR | 0o600, os.makedev(*number))
                except PermissionError:
                    break
        (tree / "m").mkdir()
        os.mkfifo(tree / "m" / "README.md")
        os.mkfifo(tree / "m" / "model.safetensors")
        (tree / "m" / "LICENSE").symlink_to(secret)
        (tree / "m" / "config.json").write_text('{"model_type": "llama"}')
        (tree / "app.py").write_text(HERE)
        found = scan(tree, tmp_path)
    assert names(found) >= {"acme/good"}
    assert "secret" not in json.dumps(found.report)
    places = {each["path"] for model in found.report["models"] for each in model["references"]}
    assert places == {"good.py", "hard.py", "app.py", "m/config.json"}
    notes = " ".join(note for model in found.report["models"] for note in model["evidence"]["notes"])
    assert "README.md is not a regular file, and was not read" in notes
    assert "LICENSE is a link that leads outside, and was not read" in notes


def test_policies_and_records_that_are_pipes_or_endless(tree: Path, tmp_path: Path) -> None:
    records = tree / ".govscan"
    records.mkdir()
    (tree / "govscan.yaml").write_text("govscan: 1\nextends: [govscan:baseline]\n")
    for name in ("reviews.yaml", "waivers.yaml", "baseline.yaml"):
        os.mkfifo(records / name)
    found = scan(tree, tmp_path)
    assert found.code == 2
    assert found.log.count("not a regular file") == 3
    for name in ("reviews.yaml", "waivers.yaml", "baseline.yaml"):
        (records / name).unlink()
        with open(records / name, "wb") as file:
            file.truncate(2 << 30)
    found = scan(tree, tmp_path)
    assert (found.code, found.log.count("the file is larger than 1000000 bytes")) == (2, 3)
    (tree / "govscan.yaml").unlink()
    with open(tree / "govscan.yaml", "wb") as file:
        file.truncate(2 << 30)
    found = scan(tree, tmp_path)
    assert found.code == 2 and "govscan.yaml:1:1: the file is larger than 1000000 bytes" in found.log


def test_a_lock_that_is_a_pipe_or_endless(tree: Path, tmp_path: Path) -> None:
    os.mkfifo(tree / "govscan.lock")
    assert "the lock is not a regular file" in scan(tree, tmp_path).log
    (tree / "govscan.lock").unlink()
    with open(tree / "govscan.lock", "wb") as file:
        file.truncate(2 << 30)
    found = scan(tree, tmp_path)
    assert found.code == 2 and "the lock is larger than 20,000,000 bytes" in found.log


def test_patterns_that_could_be_tried_for_ever(tree: Path, tmp_path: Path) -> None:
    (tree / ("a" * 200)).mkdir()
    (tree / ("a" * 200) / "c.py").write_text(GOOD)
    stars = "*a" * 60 + "*b"
    (tree / ".gitignore").write_text(f"{stars}/c.py\n**/a/**/{stars}/**/c.py\n[z-a]\n[a-\n")
    (tree / "govscan.yaml").write_text(
        "govscan: 1\nextends: [govscan:baseline]\n"
        f"exclude: ['{stars}/c.py']\n"
        f"contexts:\n  a: {{paths: ['{stars}/c.py', '[z-a]/**'], use: research}}\n"
        "  b: {paths: ['**'], use: research}\n"
    )
    found = scan(tree, tmp_path)
    assert "acme/good" in names(found)
    assert found.code in (0, 1, 3)


# --- files that change ----------------------------------------------------------------------------------------------


def test_what_was_a_file_when_it_was_listed(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text(GOOD)
    os.mkfifo(tree / "pipe.py")
    (tree / "link.py").symlink_to(tmp_path / "secret.py")
    (tree / "folder.py").mkdir()
    part = read_files(tree, ["pipe.py", "link.py", "folder.py", "gone.py"])
    assert not part.references
    assert [(problem.path, problem.kind) for problem in part.problems] == [
        (name, ProblemKind.UNREADABLE) for name in ("pipe.py", "link.py", "folder.py", "gone.py")
    ]
    assert "outside" in part.problems[1].message


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no file here that grows while it is read")
def test_a_file_that_has_more_bytes_than_it_had() -> None:
    with pytest.raises(Changed, match="changed while it was read"):
        whole("/proc/self/status", 1 << 20)


def test_a_file_that_has_fewer_bytes_than_it_had() -> None:
    short = next((path for path in Path("/sys/kernel").rglob("*") if _shrinks(path)), None)
    if short is None:
        pytest.skip("there is no file here that is shorter than it says")
    with pytest.raises(Changed, match="changed while it was read"):
        whole(short, 1 << 20)


def _shrinks(path: Path) -> bool:
    try:
        return path.is_file() and not path.is_symlink() and path.stat().st_size > len(path.read_bytes())
    except OSError:
        return False
