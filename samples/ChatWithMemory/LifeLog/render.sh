#!/usr/bin/env bash
# Makes the pictures of the life log again from sources/.
# Needs node, chromium and cwebp (Debian: chromium webp fonts-dejavu fonts-noto-color-emoji).
# Usage: render.sh [NAME ...]      only the pictures named; all without names
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

node "$here/sources/make.mjs" "$work/pages"
mkdir -p "$here/pictures"
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for page in "$work"/pages/*.html; do names+=("$(basename "$page" .html)"); done
fi

for name in "${names[@]}"; do
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$work/profile" --hide-scrollbars \
    --window-size=960,720 --screenshot="$work/$name.png" "file://$work/pages/$name.html" 2>"$work/chromium.log" ||
    { cat "$work/chromium.log" >&2; exit 1; }
  cwebp -quiet -q 78 -m 6 "$work/$name.png" -o "$here/pictures/$name.webp"
done
echo "${#names[@]} pictures in $here/pictures"
