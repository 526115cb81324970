"""The knowledge window: entries searched, edited and written out; a new one from an answer; what lacks an entry."""
