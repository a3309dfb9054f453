"""A door of their own for receipts that come one by one: kept many at a time, then answered."""
