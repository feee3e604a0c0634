"""Views for rules that look across articles."""
