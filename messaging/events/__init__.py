"""Events delivered to a lender's own systems; the database has written them (accounts.events)."""
