"""The lines of findings across articles: when these are found, the articles have long been let go."""

from __future__ import annotations

import os

from lint import source
from lint.datasets.formats import is_data_set
from lint.document import Document
from lint.report.located import Excerpt, Located, excerpt_of


class Reader:
    """Reads articles once more; findings of one article come in a row, so one article is kept."""

    def __init__(self) -> None:
        self._path = ""
        self._document: Document | None = None

    def excerpt(self, item: Located) -> Excerpt | None:
        """Return the piece of text that shows ``item``.

        None if there is none to show: the finding is about a folder or stands in a data set, or the file is not any
        more what was judged.
        """
        if item.record is not None or item.start == item.end or is_data_set(item.path):
            return None
        if item.path != self._path:
            self._path, self._document = item.path, _read(item.path)
        document = self._document
        if document is None or item.end.offset > len(document.text):
            return None
        # Offsets of an article that was fixed, or was not, are those of another text.
        if document.positions.position(item.start.offset) != item.start:
            return None
        return excerpt_of(document.text, item.finding, item.start)


def _read(path: str) -> Document | None:
    try:
        return source.read(path).document if os.path.isfile(path) else None
    except source.UnreadableError:
        return None
