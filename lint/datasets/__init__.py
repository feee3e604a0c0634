"""Data sets: files that hold an article in each row."""
