#!/usr/bin/env bash
# Install seedlint into an environment of its own, so that nothing of the job changes.
#
# Reads SEEDLINT_PYTHON, SEEDLINT_VENV, SEEDLINT_VERSION, SEEDLINT_EXTRAS and GITHUB_ACTION_PATH.
set -euo pipefail

version=${SEEDLINT_VERSION:-}
extras=${SEEDLINT_EXTRAS:-}
# Both become part of what pip is told, which reads more into it than names: addresses, paths, options.
if [[ ! $version =~ ^[0-9A-Za-z.+!]*$ ]]; then
  echo "::error::seedlint: the input 'version' is no version; write it like 0.1.0" >&2
  exit 2
fi
if [[ ! $extras =~ ^[a-z0-9]*(,[a-z0-9]+)*$ ]]; then
  echo "::error::seedlint: the input 'extras' must be names separated by commas, like data,opencc" >&2
  exit 2
fi

if [[ -n $version ]]; then
  wanted="seedlint${extras:+[$extras]}==$version"
else
  wanted="$GITHUB_ACTION_PATH${extras:+[$extras]}"
fi
"$SEEDLINT_PYTHON" -m venv "$SEEDLINT_VENV"
bin=$SEEDLINT_VENV/bin
if [[ -d $SEEDLINT_VENV/Scripts ]]; then bin=$SEEDLINT_VENV/Scripts; fi
"$bin/python" -m pip install --quiet --disable-pip-version-check -- "$wanted"
