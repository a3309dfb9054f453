"""Segments: readable conditions over what is known of a loan and its customer. Pure."""
