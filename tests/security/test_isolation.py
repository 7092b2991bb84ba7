"""What brings a parser down costs its input, and the run goes on: real processes, which really die."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govscan.limits import FALLEN_INPUTS
from govscan.recorder import ROOM, Fell, keep_silent, reading, write_down, written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are isolated on Linux only")

# Parsers that do what defects in C do, where a file asks for it.
PROGRAM = """
import ctypes, hashlib, os, signal, sys
import govscan.discover.javascript_tree as scripts
from govscan import limits
from govscan.__main__ import main
from govscan.weights import visit

def hostile(data):
    if b"SEGV" in data:
        ctypes.string_at(0)
    if b"ABRT" in data:
        os.abort()
    if b"OOM" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"HANG" in data:  # in C, with signals blocked until it returns
        hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)

root_of = scripts.root_of
scripts.root_of = lambda data, language: hostile(data) or root_of(data, language)
examine = visit.Visit.look
visit.Visit.look = lambda self, window, place, depth: (
    hostile(window.read(0, 4096)) or examine(self, window, place, depth))
from govscan import engine
identified = engine.identified
def judge(identity, *rest):
    hostile(identity.name.encode())
    return identified(identity, *rest)
engine.identified = judge
base_models = engine.base_models
def bases(member):
    if "/BASES" in member.identity.name:
        os.abort()
    return base_models(member)
engine.base_models = bases
limits.FILE_SECONDS = 0.2
sys.argv[0] = "govscan"
main()
"""
CALL = 'pipeline("text-generation", "Xenova/{}"); // {}\n'
LOADER = "from transformers import AutoModel\nAutoModel.from_pretrained('{}')\n"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], cwd=folder, capture_output=True, text=True, timeout=100, check=False
    )


def report(folder: Path) -> tuple[int, dict[str, str], set[str]]:
    """Exit code, what could not be read, and the models."""
    done = run(folder, "scan", ".", "--offline", "--format", "json")
    assert "Traceback" not in done.stderr
    said = json.loads(done.stdout)
    problems = {each["path"]: each["message"] for each in said["problems"]}
    return done.returncode, problems, {model["name"] for model in said["models"]}


@pytest.mark.parametrize(
    ("word", "said"), [("SEGV", "SIGSEGV"), ("ABRT", "SIGABRT"), ("OOM", "SIGKILL"), ("HANG", "took too long")]
)
def test_a_file_that_ends_its_reader(word: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(LOADER.format("Qwen/Qwen3-8B"))
    (tmp_path / "b.ts").write_text(CALL.format("whisper-tiny", word))
    (tmp_path / "c.ts").write_text(CALL.format("gpt2", ""))
    code, problems, models = report(tmp_path)
    assert code == 3
    assert problems.keys() == {"b.ts"}
    assert said in problems["b.ts"]
    assert models == {"Qwen/Qwen3-8B", "Xenova/gpt2"}


def test_a_module_that_ends_its_reader_is_named_itself(tmp_path: Path) -> None:
    """And not the files that import it."""
    (tmp_path / "a.ts").write_text('import { MODEL } from "./z";\n' + CALL.format("gpt2", "") + "pipeline('x', MODEL);")
    (tmp_path / "z.ts").write_text('export const MODEL = "Xenova/whisper-tiny"; // SEGV\n')
    code, problems, models = report(tmp_path)
    assert (code, problems.keys()) == (3, {"z.ts"})
    assert models == {"Xenova/gpt2"}


def test_weights_that_end_their_reader(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(LOADER.format("./model"))
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "pytorch_model.bin").write_bytes(b"\x80\x04SEGV.")
    (tmp_path / "model" / "other.bin").write_bytes(b"\x80\x04cos\nsystem\n.")
    done = run(tmp_path, "why", "model", "--offline")
    assert "ended the process that read it (SIGSEGV)" in " ".join(done.stdout.split())
    assert "os.system" in done.stdout


def test_a_model_whose_facts_end_the_process(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(LOADER.format("org/SEGV") + LOADER.format("Qwen/Qwen3-8B"))
    done = run(tmp_path, "scan", ".", "--offline", "--format", "json")
    said = json.loads(done.stdout)
    assert done.returncode == 3
    assert [each["path"] for each in said["problems"]] == ["a.py"]
    assert "org/SEGV: ended the process" in " ".join(said["problems"][0]["message"].split())


def test_a_model_whose_bases_end_the_process_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(LOADER.format("org/BASES") + LOADER.format("Qwen/Qwen3-8B"))
    code, problems, models = report(tmp_path)
    assert (code, problems.keys()) == (3, {"a.py"})
    assert models == {"org/BASES", "Qwen/Qwen3-8B"}


def test_too_many_of_them_end_the_run_undecided(tmp_path: Path) -> None:
    for number in range(FALLEN_INPUTS + 1):
        (tmp_path / f"{number}\x1b.ts").write_text(CALL.format("whisper-tiny", "SEGV"))
    done = run(tmp_path, "scan", ".", "--offline")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("govscan: not decided: too many inputs")
    assert "\x1b" not in done.stderr


def test_a_large_tree_is_read_to_its_end(tmp_path: Path) -> None:
    """By several processes, one of which dies."""
    for number in range(1600):
        (tmp_path / f"{number}.ts").write_text(CALL.format(f"whisper-{number}", "") if number % 400 == 0 else "\n")
    (tmp_path / "801.ts").write_text(CALL.format("whisper-tiny", "SEGV"))
    code, problems, models = report(tmp_path)
    assert (code, problems.keys()) == (3, {"801.ts"})
    assert models == {f"Xenova/whisper-{number}" for number in (0, 400, 800, 1200)}


def test_an_input_may_be_called_anything() -> None:
    record = bytearray(ROOM)
    write_down(record, {})
    with reading("a\udce9"), reading("b\0\ud800" + "c" * 5000):
        (name,) = written(bytes(record))
        assert name.startswith(b"b\1") and len(name) == 2000
    assert written(bytes(record)) == ()
    write_down(record, {name: "it fell"})
    try:
        with pytest.raises(Fell, match="it fell"), reading("b\0\ud800" + "c" * 5000):
            pass
    finally:
        write_down(record, {})
        keep_silent()


def test_a_death_outside_of_any_input_is_a_defect(tmp_path: Path) -> None:
    program = "import os; from govscan.isolation import isolated; os._exit(isolated(os.abort))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, "SIGABRT ended the run" in done.stderr) == (70, True)


# Whoever runs the tests may ignore signals (`nohup`), and what is ignored is inherited.
WAITING = """
import os, signal, sys, time
from govscan.isolation import isolated
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
def run():
    try:
        print(os.getpid(), flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        return 130
    return 0
os._exit(isolated(run))
"""


def waiting() -> tuple[subprocess.Popen[str], int]:
    """A run that waits, and the process that works for it."""
    process = subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def gone(number: int) -> bool:
    for _ in range(100):
        try:
            if Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGHUP, -1)])
def test_signals_are_handed_on(sent: signal.Signals, code: int) -> None:
    process, worker = waiting()
    with process:
        process.send_signal(sent)
        assert process.wait(10) == code
    assert gone(worker)


def test_a_killed_run_leaves_nobody_behind() -> None:
    process, worker = waiting()
    with process:
        process.kill()
        process.wait(10)
    assert gone(worker)


@pytest.mark.skipif(shutil.which("setsid") is None, reason="nothing here starts a program at a terminal of its own")
def test_an_interrupt_at_a_terminal_comes_once() -> None:
    """The terminal sends it to both processes; the first must not send it again."""
    program = WAITING.replace("return 130", "time.sleep(0.5); return 130")
    main, side = os.openpty()
    process = subprocess.Popen(
        ["setsid", "-c", sys.executable, "-c", program], stdin=side, stdout=side, stderr=side, close_fds=True
    )
    os.close(side)
    with process:
        heard = os.read(main, 100)
        os.write(main, b"\x03")
        assert process.wait(10) == 130, heard
    os.close(main)
