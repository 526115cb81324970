"""What Facebook and Instagram share: Meta's Graph API, its client, errors, limits, sign-in and private messages."""
