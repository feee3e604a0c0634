"""``python -m lint`` is ``seedlint``."""

import signal


def main() -> None:
    """Run the command line."""
    # Loading it takes longer than some people wait; nothing is begun yet, so an interrupt has nothing to say.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from lint.cli import main

    main(prog_name="seedlint")


# Worker processes import this module too.
if __name__ == "__main__":
    main()
