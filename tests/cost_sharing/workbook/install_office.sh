#!/usr/bin/env bash
# Sees to it that LibreOffice's spreadsheet is there, which computes the workbooks of statements anew in the tests.
# Exit 0: it is. Exit 1: it is not and could not be installed; the reason is on standard error.
set -uo pipefail

has_office() { command -v soffice || command -v libreoffice; } >/dev/null 2>&1

has_office && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing for the tests of the workbooks: sudo apt-get install libreoffice-calc-nogui" >&2
    exit 1
fi

echo "Installing LibreOffice for the tests of the workbooks …"
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null; }; then
    echo "apt-get could not install libreoffice-calc-nogui." >&2
    exit 1
fi
has_office
