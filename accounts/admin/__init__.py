"""Staff screens of accounts, one a file."""
