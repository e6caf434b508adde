"""What every page has in common: its frame, its words, its colours, and what it may load."""
