"""Views of markup: tags, links, emphasis, dumps, and how lines of them are taken out."""
