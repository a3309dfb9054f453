"""Short checklists beside a thread: their steps, in versions, and who ticked them."""
