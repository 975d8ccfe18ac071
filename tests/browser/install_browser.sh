#!/usr/bin/env bash
# Sees to it that Chromium and Chinese fonts are there for the browser tests.
# Exit 0: they are. Exit 1: they are not and could not be installed; the reason is on standard error.
set -uo pipefail

has_chromium() {
    if [ -n "${ONESTOP_CHROMIUM:-}" ]; then [ -x "$ONESTOP_CHROMIUM" ]; return; fi
    command -v chromium || command -v chromium-browser || command -v google-chrome || command -v google-chrome-stable
} >/dev/null 2>&1

has_chinese_fonts() {
    [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]
}

missing=()
has_chromium || missing+=(chromium)
has_chinese_fonts || missing+=(fontconfig fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing for the browser tests: ${missing[*]}. Install them with: sudo apt-get install ${missing[*]}" >&2
    exit 1
fi

echo "Installing ${missing[*]} for the browser tests …"
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; }; then
    echo "apt-get could not install ${missing[*]}." >&2
    exit 1
fi
has_chromium && has_chinese_fonts
