#!/usr/bin/env bash
# Makes chat.png from transcript.html. Needs chromium and fonts-dejavu (Debian packages).
set -eu
cd "$(dirname "$0")"
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync \
  --user-data-dir="$(mktemp -d)" --hide-scrollbars --window-size=1180,376 --screenshot="$PWD/chat.png" "file://$PWD/transcript.html"
