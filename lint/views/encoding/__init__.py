"""Views of damage to characters."""
