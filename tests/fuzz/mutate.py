"""Hostile input by the million, for every target: a defect of a reader must show here and not at a user's.

    python tests/fuzz/mutate.py [--seconds 600] [--runs N] [--seed 1] [--coverage] [--failures DIR] [TARGET ...]

Each target runs in a process of its own, one after the other, with bounded memory. A defect is an exception that
escapes, an input that takes longer than five seconds of processor time or more than 1 GB of memory; the bytes that show
it go into the folder of failures, and the exit code is 1. By default seeds are mutated at random, which is fast and
needs nothing; `--coverage` lets Atheris find what reaches new code, where it is installed (`.[fuzz]`).
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

SLOW = 5.0
MEMORY = 1 << 30
LONGEST = 16_384
_WORDS = re.compile(rb"[A-Za-z_][\w.-]{2,30}")
_SIGNS = (
    b"\0", b"\n", b"\xff\xfe", b"\xef\xbb\xbf", b"---\n", b"```\n", b"'''", b'"""', b"{{", b"}}", b"{%", b"${", b"$(",
    b"<<EOF\n",
    b"[" * 40, b"{" * 40, b"(" * 40, b'{"a":' * 20, b"- " * 30, b"&a ", b"*a", b"!!python/object:", b"\\", b"\\u0000",
    b"1e999", b"9" * 40, b"-1", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\r", b"\t", b"#", b"//",
    b"/*", b"*/",
)  # fmt: skip


class Failure(Exception):  # noqa: N818 - says what it is
    """An input that showed a defect, and which."""

    def __init__(self, data: bytes, said: str) -> None:
        super().__init__(said)
        self.data = data


def mutated(dice: random.Random, seeds: list[bytes], words: list[bytes]) -> bytes:
    """One of the seeds with a few bytes changed, cut, doubled or taken from another."""
    data = bytearray(dice.choice(seeds)[:LONGEST])
    for _ in range(dice.randint(1, 8)):
        at, kind = dice.randrange(len(data) + 1), dice.random()
        if kind < 0.3 and at < len(data):
            data[at] = dice.randrange(256)
        elif kind < 0.5:
            del data[at : at + dice.randint(1, 30)]
        elif kind < 0.65:
            other = dice.choice(seeds)
            start = dice.randrange(len(other) + 1)
            data[at:at] = other[start : start + dice.randint(1, 60)]
        elif kind < 0.75:
            data[at:at] = data[at : at + dice.randint(1, 30)] * dice.randint(1, 20)
        elif kind < 0.85:
            data[at:at] = dice.choice(_SIGNS)
        elif kind < 0.97 and words:
            data[at : at + dice.choice((0, 8))] = dice.choice(words)
        else:
            data = data[:at]
    return bytes(data[:LONGEST])


def fuzz(target: str, seconds: float, seed: int, most: int = 1 << 62) -> tuple[int, float]:
    """Runs, and the longest of them in seconds of processor time.

    Raises:
        Failure: an input showed a defect.
    """
    from fuzz.targets import TARGETS

    run, seeds = TARGETS[target].run, TARGETS[target].seeds()
    words = sorted({word for data in seeds for word in _WORDS.findall(data)})
    dice = random.Random(seed)
    end, runs, longest = time.monotonic() + seconds, 0, 0.0
    while runs < most and time.monotonic() < end:
        data = mutated(dice, seeds, words)
        longest = max(longest, checked(run, data))
        runs += 1
    return runs, longest


def checked(run, data: bytes) -> float:
    """The processor time that an input took.

    Raises:
        Failure: it showed a defect.
    """
    from govscan.bounded import OutOfTime, TimeLimit

    start = time.process_time()
    try:
        with TimeLimit(SLOW):
            run(data)
    except OutOfTime:
        raise Failure(data, f"it took longer than {SLOW:g} s") from None
    except Exception as error:
        raise Failure(data, f"{type(error).__name__}: {error}") from error
    return time.process_time() - start


def cover(target: str, seconds: float, failures: Path) -> None:
    """Atheris in this process, which it ends."""
    import atheris

    with atheris.instrument_imports(include=["govscan"], enable_loader_override=False):
        from fuzz.targets import TARGETS
    seeds = Path(tempfile.mkdtemp(prefix="govscan-seeds-"))
    for number, data in enumerate(TARGETS[target].seeds()):
        (seeds / str(number)).write_bytes(data[:LONGEST])
    options = {
        "max_total_time": int(seconds), "rss_limit_mb": MEMORY >> 20, "timeout": int(SLOW), "max_len": LONGEST // 4,
        "print_final_stats": 1, "verbosity": 0, "artifact_prefix": f"{failures}/{target}-",
    }  # fmt: skip
    words = [f"-{name}={value}" for name, value in options.items()]
    atheris.Setup([sys.argv[0], *words, str(seeds)], TARGETS[target].run)
    atheris.Fuzz()


def apart(target: str, told: argparse.Namespace, seconds: float) -> tuple[int, str]:
    """Run one target in a process of its own: how often, and what was found ("" for nothing)."""
    words = [
        sys.executable,
        __file__,
        "--inside",
        "--seconds",
        str(seconds),
        "--seed",
        str(told.seed),
        "--runs",
        str(told.runs),
    ]
    words += ["--failures", str(told.failures), *(["--coverage"] if told.coverage else []), target]
    made = subprocess.run(words, capture_output=True, text=True, errors="replace")
    text = made.stdout + made.stderr
    runs = re.search(r"number_of_executed_units: (\d+)|^([\d,]+) runs", text, re.MULTILINE)
    count = int((runs[1] or runs[2]).replace(",", "")) if runs else 0
    lines = made.stdout.strip().splitlines()
    print(f"{target:>14} {lines[-1] if lines and not told.coverage else f'{count:,} runs'}", flush=True)
    return count, "" if made.returncode == 0 else f"exit code {made.returncode}\n{text[-3000:]}"


def inside(target: str, told: argparse.Namespace) -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if told.coverage:
        cover(target, told.seconds, told.failures)
    resource.setrlimit(resource.RLIMIT_AS, (3 * MEMORY, 3 * MEMORY))
    try:
        made, slowest = fuzz(target, told.seconds, told.seed, told.runs)
    except Failure as failure:
        place = told.failures / f"{target}-{told.seed}.bin"
        place.write_bytes(failure.data)
        print(f"FAILED: {failure}; {place}")
        raise
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    print(f"{made:,} runs, the slowest {slowest:.2f} s, memory {memory >> 20} MB")
    return int(memory > MEMORY)


def main() -> int:
    parser = argparse.ArgumentParser(description="Hostile input for every reader.")
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--runs", type=int, default=1 << 62)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    told.failures.mkdir(exist_ok=True)
    if told.inside:
        return inside(told.targets[0], told)
    from fuzz.targets import TARGETS

    names = told.targets or list(TARGETS)
    total, failed = 0, []
    for name in names:
        runs, said = apart(name, told, told.seconds / len(names))
        total += runs
        if said:
            failed.append(name)
            print(said, flush=True)
    print(f"{total:,} runs of {len(names)} targets; failed: {', '.join(failed) or 'none'}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
