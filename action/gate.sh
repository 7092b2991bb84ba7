#!/usr/bin/env bash
# The gate, its reports and its exit code, which a later step gives back: reports come first.
set -uo pipefail

out="${RUNNER_TEMP:?}/govscan"
mkdir -p "$out"
rm -f "$out"/gate.*

if [ -z "${GATE_BASE:-}" ]; then
    echo "::error title=govscan::there is no base to compare with: run on pull_request or merge_group, or set base"
    echo "exit-code=2" >>"${GITHUB_OUTPUT:?}"
    exit 0
fi

words=(gate "${GATE_PATH:-.}" --base "$GATE_BASE" --head "${GATE_HEAD:-HEAD}" --fail-on "${GATE_FAIL_ON:-error}")
[ -n "${GATE_POLICY:-}" ] && words+=(--policy "$GATE_POLICY")
[ "${GATE_OFFLINE:-false}" = "true" ] && words+=(--offline)
words+=(--format github --output "markdown:$out/gate.md")
words+=(--output "sarif:$out/gate.sarif" --output "json:$out/gate.json")

govscan "${words[@]}" 2>"$out/gate.log"
code=$?
cat "$out/gate.log" >&2

if [ -f "$out/gate.md" ]; then
    head -c 1000000 "$out/gate.md" >>"${GITHUB_STEP_SUMMARY:?}"
    {
        echo "markdown=$out/gate.md"
        echo "sarif=$out/gate.sarif"
        echo "json=$out/gate.json"
    } >>"${GITHUB_OUTPUT:?}"
else
    {
        echo "## govscan could not run (exit code $code)"
        echo '```'
        head -c 10000 "$out/gate.log" | tr -d '`'
        echo '```'
    } >>"${GITHUB_STEP_SUMMARY:?}"
    echo "::error title=govscan::could not run (exit code $code); see the job summary"
fi
echo "exit-code=$code" >>"${GITHUB_OUTPUT:?}"
