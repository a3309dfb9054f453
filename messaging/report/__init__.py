"""The compliance report: quiet hours, caps, opt-outs and four eyes, proved from the rows.

It trusts no stored verdict. Windows are read on the wall clock, caps are counted in SQL, approvals
and trainings are looked up again: a fault of the rules, of their facts or of the dispatcher shows
here although every decision looked right to itself. One check a file.
"""
