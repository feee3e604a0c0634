"""Views of lines: wraps, filled lines, indents."""
