"""A supervisor's first look: what left, what came back, what lies too long, what changed."""
