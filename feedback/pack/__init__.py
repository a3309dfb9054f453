"""The evidence pack: all there is about one customer, complaint or message, with the proof that it
is what was written then, and a program that checks it anywhere."""
