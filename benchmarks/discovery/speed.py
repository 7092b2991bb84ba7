"""How long discovery takes for a large repository, beside `git grep -c -E 'from_pretrained|model'` on the same tree.

    python benchmarks/discovery/speed.py REPOSITORY [RUNS]

REPOSITORY is a git work tree. The two take turns; medians of the wall clock, and the most memory that the first
discovery took, in this process and in the largest of its children.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from govscan.discover import discover


def main() -> None:
    tree = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    searched, discovered = [], []
    found = discover(tree)  # both start with a warm file cache
    own, other = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(
            ["git", "grep", "-c", "-E", "from_pretrained|model"], cwd=tree, stdout=subprocess.DEVNULL, check=False
        )
        searched.append(time.perf_counter() - start)
        start = time.perf_counter()
        discover(tree)
        discovered.append(time.perf_counter() - start)
    grep, ours = statistics.median(searched), statistics.median(discovered)
    print(f"{found.files_seen:,} files, {found.files_read:,} read, {len(found.references):,} references")
    print(f"git grep {grep:.2f} s, govscan {ours:.2f} s, {ours / grep:.1f} times; {own} MB and {other} MB a child")


if __name__ == "__main__":
    main()
