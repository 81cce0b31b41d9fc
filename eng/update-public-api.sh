#!/usr/bin/env bash
# Writes the public surface of every package to its PublicAPI.Unshipped.txt.
# Run it after a change that is meant to change the surface, and read the difference before committing it.
set -eu
cd "$(dirname "$0")/.."
for project in src/*/; do
  name=$(basename "$project")
  file="$project/PublicAPI.Unshipped.txt"
  printf '#nullable enable\n' > "$file"
  # Every member that the analyzer misses is named in a warning; the warnings are the surface.
  dotnet build "$project" --no-incremental --no-dependencies -p:TreatWarningsAsErrors=false -p:NoWarn= -clp:NoSummary 2>&1 \
    | grep -oE "warning RS0016: Symbol '.*' is not part of the declared public API" \
    | sed -E "s/^warning RS0016: Symbol '(.*)' is not part of the declared public API$/\1/" \
    | LC_ALL=C sort -u > "$file.new" || true
  cat "$file.new" >> "$file"
  rm -f "$file.new"
  echo "$name: $(($(wc -l < "$file") - 1)) members"
done
