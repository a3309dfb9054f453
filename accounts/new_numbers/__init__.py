"""A customer's new number: asked for by one person, typed again by another, then written to."""
