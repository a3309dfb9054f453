"""The customer's own pages: is it really you, my reminders, and what needs no secret.

No login and no script. Whoever holds a text opens the first door with its 查询码 and the end of the
number; what is owed is behind a second one, a secret that neither text nor number reveals.
"""
