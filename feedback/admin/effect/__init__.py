"""Staff screens about what texts did."""
