#!/usr/bin/env bash
# Check articles in a job: annotations on stdout, then the summary, SARIF and the HTML report.
#
# All that users and articles decide comes in variables or as names that end in NUL, and is quoted everywhere:
#   SEEDLINT_BIN               the folder of the programs seedlint and python
#   SEEDLINT_PATHS             files and folders, one in a line
#   SEEDLINT_CHANGED_ONLY, SEEDLINT_FAIL_ON_FINDINGS, SEEDLINT_SARIF, SEEDLINT_REPORT   true or false
#   SEEDLINT_BASELINE          the file of accepted findings, or empty
#   RUNNER_TEMP, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_EVENT_NAME, GITHUB_EVENT_PATH   as in every job
#
# Exit codes are those of seedlint: 0, 1 findings (0 if they are not to fail the job), 2 something could not be done.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
out=$RUNNER_TEMP/seedlint
mkdir -p -- "$out" || exit 2

fail() {
  echo "::error::seedlint: $1"
  exit 2
}

for name in CHANGED_ONLY FAIL_ON_FINDINGS SARIF REPORT; do
  variable=SEEDLINT_$name
  case ${!variable:-} in
    true | false) ;;
    *) fail "the input '$(tr '[:upper:]_' '[:lower:]-' <<<"$name")' must be true or false" ;;
  esac
done

paths=()
while IFS= read -r line; do
  line=${line#"${line%%[![:space:]]*}"}
  line=${line%"${line##*[![:space:]]}"}
  # A dash alone would be stdin.
  if [[ $line == - ]]; then line=./-; fi
  if [[ -n $line ]]; then paths+=("$line"); fi
done <<<"${SEEDLINT_PATHS:-}"
if ((${#paths[@]} == 0)); then paths=(.); fi

options=(--quiet)
if [[ -n ${SEEDLINT_BASELINE:-} ]]; then options+=(--baseline "$SEEDLINT_BASELINE"); fi

sarif=$SEEDLINT_SARIF
if [[ $SEEDLINT_CHANGED_ONLY == true ]]; then
  code=0
  "$SEEDLINT_BIN/python" -I "$here/changed.py" "$out/changed" "${paths[@]}" || code=$?
  case $code in
    0)
      paths=()
      config=
      {
        IFS= read -r -d '' config
        while IFS= read -r -d '' name; do paths+=("$name"); done
      } <"$out/changed"
      if [[ -n $config ]]; then options+=(--config "$config"); fi
      if ((${#paths[@]} == 0)); then
        echo "No articles have changed."
        echo "No articles have changed." >>"$GITHUB_STEP_SUMMARY"
        echo "exit-code=0" >>"$GITHUB_OUTPUT"
        exit 0
      fi
      # Code scanning takes what a new analysis does not mention for repaired.
      sarif=false
      ;;
    3) ;; # said why; everything is checked
    *) exit 2 ;;
  esac
fi

# Runs seedlint for one more form of the report; findings were counted by the first run.
also() {
  "$SEEDLINT_BIN/seedlint" "$@" -- "${paths[@]}" 2>"$out/stderr"
  local status=$?
  if ((status > 1 && code < 2)); then
    cat -- "$out/stderr" >&2
    code=2
  fi
}

code=0
"$SEEDLINT_BIN/seedlint" check "${options[@]}" --output-format github -- "${paths[@]}" || code=$?

also check "${options[@]}" --output-format markdown --output-file "$out/summary.md"
# A summary of more than a megabyte is refused as a whole.
if [[ -f $out/summary.md ]]; then head -c 1000000 -- "$out/summary.md" >>"$GITHUB_STEP_SUMMARY"; fi

if [[ $sarif == true ]]; then
  also check "${options[@]}" --output-format sarif --output-file "$out/seedlint.sarif"
  if [[ -s $out/seedlint.sarif ]]; then echo "sarif-file=$out/seedlint.sarif" >>"$GITHUB_OUTPUT"; fi
fi
if [[ $SEEDLINT_REPORT == true ]]; then
  also report "${options[@]}" --output-file "$out/seedlint-report.html"
  if [[ -s $out/seedlint-report.html ]]; then echo "report-file=$out/seedlint-report.html" >>"$GITHUB_OUTPUT"; fi
fi

echo "exit-code=$code" >>"$GITHUB_OUTPUT"
if ((code == 1)) && [[ $SEEDLINT_FAIL_ON_FINDINGS == false ]]; then exit 0; fi
exit "$code"
