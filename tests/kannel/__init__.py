"""A real Kannel for tests: bearerbox and smsbox of Debian, its fakesmsc for a phone, and a small
SMPP centre of our own, which shows what Kannel asks of a centre and reports as it is told."""
