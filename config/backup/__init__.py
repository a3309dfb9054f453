"""Database and uploads, sealed, in one folder; and a new installation made of it."""
