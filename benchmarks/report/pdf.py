"""A large PDF: how long it takes to set, how large it is, and how much memory the process takes at most.

python benchmarks/report/pdf.py [--models 1000] [--rules 40]
"""

from __future__ import annotations

import argparse
import io
import resource
import time

from large import large_report
from pypdf import PdfReader

from govscan.render import render


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=1000)
    parser.add_argument("--rules", type=int, default=40)
    given = parser.parse_args()
    report = large_report(given.models, given.rules)
    start = time.perf_counter()
    data = render(report, "pdf")
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = len(PdfReader(io.BytesIO(data)).pages)
    print(f"{len(report.models):,} models, {len(report.policy.rules)} rules, {len(report.findings):,} findings")
    print(f"{pages:,} pages in {took:.1f} s, {len(data) / 1e6:.1f} MB, peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main()
