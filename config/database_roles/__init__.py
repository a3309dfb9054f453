"""The three roles of the database, and what each may do with each table."""
