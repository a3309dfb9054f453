"""Staff screens of segments."""
