"""Many articles: files and rows, on any number of processes, with what earlier runs found."""
