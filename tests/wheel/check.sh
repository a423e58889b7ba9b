#!/usr/bin/env bash
# Tries an installed patchcheck: the commands run, and the code is not the checkout's.
# usage: check.sh PYTHON SAMPLES   (PYTHON: of the environment that the wheel was installed into)
set -euo pipefail
unset PYTHONPATH

python=${1:?usage: check.sh PYTHON SAMPLES}
samples=${2:?usage: check.sh PYTHON SAMPLES}
bin=$(dirname "$python")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
row='108528 N/A  19 '

fail() {
    printf 'wheel check FAILED: %s\n' "$*" >&2
    exit 1
}

# The one file of the sample host whose name holds the word $1.
dump() {
    local found=("$samples"/atmarkit/*"$1"*)
    [[ ${#found[@]} -eq 1 && -f ${found[0]} ]] || fail "not one $1 file in $samples/atmarkit"
    printf '%s\n' "${found[0]}"
}

# Runs the rest of its arguments and wants the row in what they print.
want_row() {
    local title=$1 output
    shift
    output=$("$@") || fail "$title: exit code $?"
    grep -q "^$row" <<<"$output" || fail "$title: no line begins with '$row'"
    printf 'ok: %s\n' "$title"
}

where=$("$python" -c 'import os, patchcheck; print(os.path.realpath(patchcheck.__file__))')
[[ $where != "$root"/* ]] || fail "the imported patchcheck is the checkout: $where"
printf 'ok: patchcheck is imported from outside the checkout\n'

"$bin/patchcheck" --version
"$bin/patchcheck" --help >/dev/null
printf 'ok: patchcheck --version, --help\n'

showrev=$(dump showrev)
pkginfo=$(dump pkginfo)
want_row 'patchcheck report' \
    "$bin/patchcheck" report "$samples/atmarkit" -x "$samples/patchdiag.xref" --as-of 2003-06-18
want_row 'patchk' \
    "$bin/patchk" -x "$samples/patchdiag.xref" -p "$pkginfo" "$showrev" 5.8 sparc atmarkit
printf 'wheel check passed\n'
