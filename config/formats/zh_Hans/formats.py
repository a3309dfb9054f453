"""Chinese offices group figures by three, as in 10,354; Django leaves them ungrouped."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
