"""Signing in: how often it may be tried, what is kept of each try, and who is told."""
