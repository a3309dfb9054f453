"""Days as everybody reads them alike: 2026-09-15."""

DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"
TO_SECONDS = "Y-m-d H:i:s"
SHORT_DATE_FORMAT = "m-d"
SHORT_DATETIME_FORMAT = "m-d H:i"
MONTH_DAY_FORMAT = "m-d"
