"""Staff screens of trials."""
