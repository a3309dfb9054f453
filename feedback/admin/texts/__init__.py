"""Staff screens of what came of texts."""
