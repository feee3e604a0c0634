"""How a document is stored as bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ByteFacts:
    r"""What decoding took away from the bytes, so that writing can put it back.

    A document's text has no byte-order mark and only ``\n`` line ends; these facts hold the rest.
    """

    encoding: str = "utf-8"
    """Name of the Python codec that decodes the bytes."""
    sure: bool = True
    """Whether the encoding is certain enough to rewrite the file in UTF-8."""
    mark: bool = False
    """Whether the bytes begin with a byte-order mark."""
    line_end: str = "\n"
    """The line end that most lines have; new lines get it."""
    line_ends: tuple[str, ...] | None = None
    """The line end of each line, in order, if they differ; None if all are ``line_end``."""

    @property
    def errors(self) -> str:
        """Error handler of the codec: undecodable bytes of UTF-8 pass through unchanged."""
        return "surrogateescape" if self.encoding == "utf-8" else "strict"


PLAIN = ByteFacts()
"""How most texts are stored: UTF-8 without a mark, lines that end in LF."""
