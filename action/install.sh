#!/usr/bin/env bash
# govscan, in an environment of its own, from the checkout that the action came with: $1.
set -euo pipefail

home="${RUNNER_TEMP:?}/govscan-env"
python -m venv "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check "$1"
echo "$home/bin" >>"${GITHUB_PATH:?}"
