"""Staff screens of feedback, one a file."""
