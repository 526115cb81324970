"""A surge and crisis mode in the window: the banner's words, the evidence, the question when it is switched off."""
