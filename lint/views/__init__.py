"""What the engine knows about a text: pure functions from the text to facts about it.

Rules reach all of it through :class:`lint.Document`, which computes a view when it is first asked for.
"""
