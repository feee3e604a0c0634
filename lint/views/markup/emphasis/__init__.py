"""Markers of emphasis: those that work, those that show as characters, and what mends them."""
