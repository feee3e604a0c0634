"""Views of content: titles, headings, and what pages put round an article."""
