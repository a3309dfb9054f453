"""What texts did: outcomes counted, summed by group and cut, and read as sentences."""
