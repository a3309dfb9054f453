"""Alarms: raised, taken, closed, and told to people outside these pages."""
