"""Drivers, one provider a file, and the registry that alone hands them out."""
