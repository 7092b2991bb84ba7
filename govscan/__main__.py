"""The entry point: arguments enter, an exit code leaves. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit."""
    if sys.argv[1:] == ["--version"]:  # asked by every installer and hook; not worth loading a command line for
        from govscan.version import __version__

        sys.stdout.write(f"govscan {__version__}\n")
        return
    from govscan.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
