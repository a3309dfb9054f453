"""The call list: whom to telephone, with what script, and what came of it."""
