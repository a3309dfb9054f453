"""A customer's own data, given to the customer: what is kept about them, in files they can read."""
