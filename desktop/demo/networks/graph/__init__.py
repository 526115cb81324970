"""The fake Graph below the fake Facebook and Instagram: people, private messages, sign-in, limits, errors."""
