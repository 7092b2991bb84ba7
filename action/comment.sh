#!/usr/bin/env bash
# One comment on the pull request, written anew by every run. On a fork the token may not write: the job summary has it.
set -uo pipefail

marker='<!-- govscan -->'
comments="repos/${GITHUB_REPOSITORY:?}/issues/${PULL_REQUEST:-}/comments"

if [ -z "${PULL_REQUEST:-}" ] || [ -z "${GH_TOKEN:-}" ]; then
    echo "govscan: no pull request or no token, so no comment; the job summary has the report"
    exit 0
fi

found=$(gh api "$comments" --paginate \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" 2>/dev/null | head -n 1)
if [ -n "$found" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$found" -F "body=@$REPORT" >/dev/null
else
    gh api --method POST "$comments" -F "body=@$REPORT" >/dev/null
fi || echo "::notice title=govscan::the token may not comment here (a fork?); the job summary has the report"
exit 0
