"""Events for lenders' own systems: where they are told, and what arrived."""
