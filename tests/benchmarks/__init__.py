"""`make bench`: the numbers of DESIGN 8, each beside the floor it is measured against.

Floor, product and pattern run on the same rows, in processes of their own and one after the other,
so that a ratio means something on any machine. All guards are on, and final states are checked: a
number whose rows are wrong is an error, not a number.

    loans.py     import and plan as the loans grow, beside COPY of the same rows
    sending.py   claim to record over batch HTTP, beside the floor and one Celery task per message
    receipts.py  receipts per second
    stopping.py  an opt-out and an emergency stop at full rate
    pages.py     every screen over many customers and messages
"""
