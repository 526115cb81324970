"""Writing an answer: drafts, canned replies, placeholders, signatures and how long a text is on each network."""
