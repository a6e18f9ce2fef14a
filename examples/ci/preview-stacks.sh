#!/usr/bin/env bash
# Previews every stack of the current folder offline, with the policy pack, and writes the results to preview.md.
# The first argument names the folder with the packages and policies.json: a checkout of the base branch.
# Ends with the highest status of all previews: 0 is clean, 1 a mandatory violation, more a failure.
set -uo pipefail

base="${1:-.}"
worst=0
: > preview.md
for file in Pulumi.*.yaml; do
  stack="${file#Pulumi.}"
  stack="${stack%.yaml}"
  result="$("$base/node_modules/.bin/aws-pipelines" preview --stack "$stack" \
    --policy-pack "$base/node_modules/@platform/aws-pipelines-policy" --policy-pack-config "$base/policies.json" 2>&1)"
  status=$?
  ((status > worst)) && worst=$status
  printf '## %s: status %s\n\n```\n%s\n```\n\n' "$stack" "$status" "$result" >> preview.md
done

# GitHub takes comments of up to 65,536 characters.
if [ "$(wc -c < preview.md)" -gt 60000 ]; then
  printf '%s\n```\n\nThe rest is in the log of the build.\n' "$(head -c 60000 preview.md)" > preview-short.md
  cat preview.md
  mv preview-short.md preview.md
fi
exit "$worst"
