"""Programs of other tools, installed apart, so that none of them changes what seedlint runs with."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


class Programs:
    """Finds the programs of the tools in the folder they were installed to, else on the path."""

    def __init__(self, folder: Path | None) -> None:
        places = [str(folder / "bin"), str(folder / "node_modules/.bin")] if folder else []
        self._path = os.pathsep.join((*places, os.environ.get("PATH", "")))
        self.missing: dict[str, str] = {}
        """Programs that are not there, with what installs each."""

    def find(self, name: str, install: str) -> str | None:
        """Return the program ``name``; None if it is not there."""
        found = shutil.which(name, path=self._path)
        if not found:
            self.missing[name] = install
        return found
