"""The entry point: arguments enter, an exit code leaves. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and exit."""
    if sys.argv[1:] == ["--version"]:  # asked by every installer and hook; not worth loading a command line for
        from govscan.version import __version__

        sys.stdout.write(f"govscan {__version__}\n")
        return
    gc.set_threshold(50_000)  # loading modules makes much and frees nothing: the default would look 30 times in vain
    from govscan.isolation import isolated

    os._exit(isolated(_run))  # all is written; taking the interpreter apart would cost a hook another 10 ms


def _run() -> int:
    from govscan.cli import run

    code = run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # nobody reads any more
        pass
    return code


if __name__ == "__main__":
    main()
