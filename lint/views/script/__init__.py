"""Views of writing systems and their punctuation."""
