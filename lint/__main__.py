"""``python -m lint`` is ``seedlint``."""

from lint.cli import main

main(prog_name="seedlint")
