"""Weight scanners side by side on the files of `corpus.py`: what each flags, and how long it takes.

    python benchmarks/weights/compare.py [--peer NAME=COMMAND ...]

govscan examines in this process. A peer is a command line that is run once for every file, with `{}` for the file; it
flags a file by the exit code 1 (what fails otherwise flags nothing). Peers are not installed by this project:

    python benchmarks/weights/compare.py --peer 'picklescan=picklescan -p {}' --peer 'modelscan=modelscan -p {}'
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import tempfile
import time
from pathlib import Path

from corpus import write

from govscan.evidence import Danger
from govscan.weights import examine_file


def govscan(path: Path) -> bool:
    found = examine_file(path, path.name)
    return bool(found.dangers) or any(each.danger is Danger.DANGEROUS for each in found.imports)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--show", action="store_true", help="name what is missed and what is flagged wrongly")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        files = {kind: sorted(each for each in Path(folder, kind).rglob("*") if each.is_file())
                 for kind in ("malicious", "benign")}  # fmt: skip
        print(f"{'':12}{'found of':>10}{'false of':>10}{'seconds':>10}{'a file':>10}")
        print(f"{'':12}{len(files['malicious']):>10}{len(files['benign']):>10}")
        for name, command in [("govscan", ""), *(each.split("=", 1) for each in given.peer)]:
            start = time.perf_counter()
            flagged = {kind: [path for path in paths if _flags(command, path)] for kind, paths in files.items()}
            took = time.perf_counter() - start
            count = sum(map(len, files.values()))
            found, false = len(flagged["malicious"]), len(flagged["benign"])
            print(f"{name:12}{found:>10}{false:>10}{took:>10.2f}{took / count * 1000:>7.1f} ms", flush=True)
            if given.show:
                print(
                    "   missed:", ", ".join(p.name for p in files["malicious"] if p not in flagged["malicious"]) or "-"
                )
                print("   false: ", ", ".join(path.name for path in flagged["benign"]) or "-", flush=True)


def _flags(command: str, path: Path) -> bool:
    if not command:
        return govscan(path)
    words = [word.replace("{}", str(path)) for word in shlex.split(command)]
    try:
        with tempfile.TemporaryDirectory() as place:  # some peers leave files where they run
            return subprocess.run(words, capture_output=True, check=False, timeout=120, cwd=place).returncode == 1
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    main()
