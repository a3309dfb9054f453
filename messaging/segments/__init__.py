"""Segments over the tables: whom a condition holds for, counted and listed in sets."""
