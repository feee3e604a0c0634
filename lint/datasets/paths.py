"""Paths that are URLs."""

from __future__ import annotations


def is_url(path: str) -> bool:
    """Tell whether ``path`` begins with a scheme, as ``s3://bucket/articles.jsonl`` does."""
    scheme, mark, _ = path.partition("://")
    return bool(mark) and scheme.isascii() and scheme.replace("+", "").isalnum()
