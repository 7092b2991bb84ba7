"""Weight files, mutated at random: a defect of the reader must show here and not at a user's.

    python tests/fuzz/mutate.py [SECONDS] [SEED]        # `make fuzz` runs it for ten minutes

Reads in this process, without the net that `examine` has under it: any exception ends the run with the file that caused
it in `fuzz-failure.bin`.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "weights"), str(ROOT)]

from corpus import benign, malicious  # noqa: E402

from govscan.weights.visit import Visit  # noqa: E402
from govscan.weights.window import BytesWindow  # noqa: E402

NAMES = ("m.pt", "m.pkl", "m.safetensors", "m.onnx", "m.pb", "m.npy", "m.h5", "m.keras", "m.gguf", "m")
SLOW = 5.0
SEEDS = tuple(data for _, data in [*malicious(), *benign()] if len(data) < 20_000)


def mutated(dice: random.Random) -> bytes:
    """One of the corpus with a few bytes changed, cut, doubled or taken from another."""
    data = bytearray(dice.choice(SEEDS))
    for _ in range(dice.randint(1, 8)):
        if not data:
            break
        at, kind = dice.randrange(len(data)), dice.random()
        if kind < 0.5:
            data[at] = dice.randrange(256)
        elif kind < 0.65:
            del data[at : at + dice.randint(1, 30)]
        elif kind < 0.8:
            other = dice.choice(SEEDS)
            start = dice.randrange(len(other))
            data[at:at] = other[start : start + dice.randint(1, 60)]
        elif kind < 0.95:
            data[at:at] = data[at : at + dice.randint(1, 30)] * dice.randint(1, 20)
        else:
            data = data[:at]
    return bytes(data)


def fuzz(seconds: float, seed: int) -> tuple[int, float]:
    """Runs and the longest of them, in seconds.

    Raises:
        Exception: what the reader raised.
    """
    dice = random.Random(seed)
    end, runs, longest = time.monotonic() + seconds, 0, 0.0
    while time.monotonic() < end:
        data, name = mutated(dice), dice.choice(NAMES)
        start = time.monotonic()
        try:
            Visit(name).look(BytesWindow(data), name, 0)
        except Exception:
            Path("fuzz-failure.bin").write_bytes(data)
            raise
        longest = max(longest, time.monotonic() - start)
        runs += 1
    return runs, longest


if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    made, slowest = fuzz(seconds, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{made:,} files, the slowest {slowest:.2f} s, memory {memory} MB")
    sys.exit(slowest > SLOW)
