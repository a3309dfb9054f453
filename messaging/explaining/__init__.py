"""Why somebody is written to or not, in sentences one can read aloud: now, and ever before."""
