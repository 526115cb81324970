"""Practice in the window: where a sitting begins, what stands in the bar meanwhile, and what came of it."""
