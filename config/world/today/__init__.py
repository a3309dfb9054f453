"""The days that happen while the sandbox runs: by the real doors, at the hours of a real house."""
