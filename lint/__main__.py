"""``python -m lint`` is ``seedlint``."""

import os
import sys


def main() -> None:
    """Run the command line."""
    import signal

    # Loading it takes longer than some people wait; nothing is begun yet, so an interrupt has nothing to say.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    _open_closed_streams()
    from lint.cli import main

    main(prog_name="seedlint")


def _open_closed_streams() -> None:
    """Lead standard streams that the caller closed to nowhere.

    Else a file that is opened later takes their number, and what a child process reports is written into an article.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
            if name != "stdin":
                setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def _leave_current_folder() -> None:
    """Take the current folder, where ``python -m`` looks for modules first, off the search path again.

    It may be one of articles, and nothing in it is to be imported.  What Python has looked up until now it may have
    found there: only the command ``seedlint``, and ``python -P -m lint``, never look.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if not getattr(sys.flags, "safe_path", False) and sys.path[0] != home:
        del sys.path[0]


# Worker processes import this module too.
if __name__ == "__main__":
    _leave_current_folder()
    main()
