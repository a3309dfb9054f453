"""What core systems ask of messages: whether somebody may be contacted, and what was sent."""
