"""What the compliance report proves from the tables of feedback."""
