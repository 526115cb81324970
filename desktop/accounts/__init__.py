"""Connecting an account and what belongs to it: sign-in, hours, health."""
