"""Tickets in the window: the profile's section, the dialogs that open and link them, and the systems' own page."""
