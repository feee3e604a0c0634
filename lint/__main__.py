"""``python -m lint`` is ``seedlint``."""

from lint.cli import main

# Worker processes import this module too.
if __name__ == "__main__":
    main(prog_name="seedlint")
