"""The desk of the desk: what lies at the inbox now, how fast it is served, and how well."""
