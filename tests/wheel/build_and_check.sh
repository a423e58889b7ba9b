#!/usr/bin/env bash
# Builds sdist and wheel, installs the wheel into a fresh environment outside the checkout and
# tries it there.
# usage: build_and_check.sh PYTHON   (a python that has the package `build`)
set -euo pipefail
unset PYTHONPATH

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
# An environment's python is a link: it must be called by its own name, so only its folder is resolved.
python=$(cd "$(dirname "${1:?usage: build_and_check.sh PYTHON}")" && pwd -P)/$(basename "$1")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m build --outdir "$work/dist" "$root" >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    exit 1
}
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$work"/dist/*.whl

mkdir "$work/cwd"
cd "$work/cwd"
bash "$here/check.sh" "$work/venv/bin/python" "$root/samples"
