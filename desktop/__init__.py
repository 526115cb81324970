"""The headless half of Sportello: everything but the window. Nothing in here imports Qt."""
