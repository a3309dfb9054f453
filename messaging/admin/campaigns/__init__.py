"""Staff screens of campaigns."""
