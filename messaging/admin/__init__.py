"""Staff screens of messaging, one a file."""
