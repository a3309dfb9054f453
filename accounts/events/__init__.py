"""What the database itself writes of events told to lenders' systems."""
