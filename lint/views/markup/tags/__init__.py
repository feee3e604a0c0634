"""Tags of HTML that a page left round its text, and what Markdown has in their place."""
