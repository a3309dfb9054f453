"""Everything intake can say about a file or a cell, in English, for the Django side to translate.

`_` only marks a text for the catalogues: translate `TEXTS[code]` first, then put `params` in.
Neither a code nor a parameter ever carries a personal value: lines, columns and limits only.
"""

from collections.abc import Mapping


def _(text: str) -> str:
    return text


FILE_TEXTS: Mapping[str, str] = {
    "empty_file": _("The file is empty."),
    "infected": _("The virus scanner found %(name)s in this file. It was not taken."),
    "unsupported_type": _("Only .csv, .txt, .tsv and .xlsx files can be read."),
    "wrong_extension": _(
        "The name ends in %(extension)s, but the content is not such a file. Export it again, or "
        "save it from Excel as .xlsx or “CSV UTF-8”."
    ),
    "web_page": _(
        "This is no Excel workbook and no CSV file but a web page under such a name. Open it in "
        "Excel, save it as .xlsx or “CSV UTF-8”, and upload that."
    ),
    "xml_spreadsheet": _(
        "This is an “XML spreadsheet 2003”. Open it in Excel, save it as .xlsx or “CSV UTF-8”, and "
        "upload that."
    ),
    "xml_file": _("This is an XML file, not a table. Export it as .xlsx or “CSV UTF-8”."),
    "pdf": _("This is a PDF, not a table. Export the table as .xlsx or “CSV UTF-8”."),
    "binary_workbook": _(
        "This is a binary Excel workbook (.xlsb). Open it in Excel, save it as .xlsx, and upload "
        "that."
    ),
    "opendocument": _(
        "This is an OpenDocument spreadsheet (.ods). Save it as .xlsx or “CSV UTF-8”, and upload "
        "that."
    ),
    "strict_workbook": _(
        "This is a “Strict Open XML” workbook that cannot be read. In Excel, save it as an "
        "ordinary “Excel Workbook (.xlsx)”, and upload that."
    ),
    "unknown_encoding": _(
        "Line %(line)d makes no sense in any encoding that we know. Save the file as “CSV UTF-8” "
        "and upload that."
    ),
    "which_encoding": _(
        "The file can be read as %(choices)s, and only a person can tell which is right. Choose "
        "one, or save the file as “CSV UTF-8”."
    ),
    "not_that_encoding": _(
        "Line %(line)d is not in %(encoding)s. Choose another encoding, or save the file as “CSV "
        "UTF-8”."
    ),
    "mixed_encoding": _("Line %(line)d is not in %(encoding)s like the lines before it."),
    "nul_byte": _("Line %(line)d holds NUL bytes: this is not a text file."),
    "line_too_long": _("Line %(line)d is longer than %(limit)d bytes."),
    "cell_too_long": _("A cell near line %(line)d is longer than %(limit)d characters."),
    "excel_cell_too_long": _("A cell of the Excel file is longer than Excel itself allows."),
    "row_too_long": _("The row after line %(line)d does not end: a quotation mark is missing."),
    "bad_quotes": _("The quotation marks near line %(line)d do not match."),
    "too_many_columns": _("There are more than %(limit)d columns."),
    "too_many_rows": _("An Excel file may have %(limit)d rows; use CSV for more."),
    "blank_header": _("Column %(column)d has no heading. Merged headings cannot be read."),
    "missing_columns": _("These columns are missing: %(columns)s."),
    "unmatched_columns": _(
        "These columns are missing or called otherwise: %(columns)s. On the page of imports, say "
        "once which heading is which; it is remembered for the lender."
    ),
    "wrong_delimiter": _(
        "No column was found. Separate columns by a comma, semicolon, tab or “|”, and name them in "
        "one row."
    ),
    "duplicate_column": _("The column %(column)s is there twice."),
    "password_protected": _("The Excel file has a password. Remove it and upload again."),
    "old_excel": _("This is an old Excel file (.xls). Save it as .xlsx or CSV."),
    "corrupt_workbook": _("The Excel file is damaged and cannot be read."),
    "no_sheet": _("The Excel file has no sheet with cells."),
    "file_too_large": _("An Excel file may have %(limit)d MB; use CSV for more."),
    "unpacked_too_large": _("Unpacked, the Excel file is larger than the %(limit)d MB allowed."),
}

CELL_TEXTS: Mapping[str, str] = {
    "required": _("A value is needed."),
    "not_utf8": _("The line is not in UTF-8."),
    "row_too_long": _("The line is longer than 64 KB."),
    "not_json": _("The line is not one JSON object."),
    "unknown_name": _("The line names a field that is none of ours."),
    "name_twice": _("The line names a field twice."),
    "not_text": _("A field is neither a text nor a plain number."),
    "cell_count": _("The row has %(found)d cells, the headings %(expected)d."),
    "formula": _("This cell is a formula. Paste its value instead."),
    "error_value": _("This cell holds an Excel error."),
    "number_too_long": _("Excel has rounded this number. Format the column as text."),
    "number_in_short": _(
        "A spreadsheet has shortened this number to the form 6.2E+15; its digits are lost. Format "
        "the column as text and export the file again."
    ),
    "number_with_decimals": _(
        "A spreadsheet has made this a figure with decimals; zeros in front may be lost. Format "
        "the column as text and export the file again."
    ),
    "number_grouped": _(
        "A spreadsheet has set separators into this number; zeros in front may be lost. Format "
        "the column as text and export the file again."
    ),
    "number_rounded": _(
        "A spreadsheet keeps 15 digits; those behind have become zeros here. Format the column as "
        "text and export the file again."
    ),
    "zeros_lost": _(
        "The same number with zeros in front is known. If a spreadsheet has dropped them, format "
        "the column as text and export the file again."
    ),
    "became_date": _(
        "A spreadsheet has taken this number for a date. Format the column as text and export the "
        "file again."
    ),
    "date_cell": _(
        "This cell is a date in Excel. Format the column as text and enter the value again."
    ),
    "became_truth": _(
        "A spreadsheet has taken this for true or false. Format the column as text and export the "
        "file again."
    ),
    "says_nothing": _(
        "This is a word for “nothing here”. Write the value, or leave the row out of the file."
    ),
    "garbled": _(
        "This text was garbled by a wrong encoding before the file was written. Export it again as "
        "“CSV UTF-8” or .xlsx."
    ),
    "garbled_as": _(
        "This text was garbled before the file was written: %(written_in)s was read as "
        "%(read_as)s. Export it again as “CSV UTF-8” or .xlsx."
    ),
    "no_name": _(
        "This is a word for “no name”, and nobody is greeted by it. Write the name; if somebody "
        "is really called so, write the full name."
    ),
    "starts_like_formula": _("A text may not begin with = + - or @."),
    "too_long": _("At most %(limit)d characters."),
    "hidden_character": _(
        "The text contains invisible or control characters. Type it again without line breaks."
    ),
    "forbidden_character": _("The text holds a character that may not stand in a message."),
    "number_in_text": _(
        "A number of five digits or more stands in this text. It would leave in messages, and "
        "nobody could tell whose it is: take it out."
    ),
    "link_in_text": _("A web address stands in this text. Take it out."),
    "bad_amount": _("Not an amount such as 1,234.56."),
    "negative_amount": _("An amount cannot be negative."),
    "too_many_decimals": _("An amount has at most two decimals."),
    "currency_decimals": _("%(currency)s has %(decimals)d decimals. Correct the amount."),
    "amount_too_large": _("An amount must be below %(limit)s."),
    "zero_amount": _("The amount must be more than zero."),
    "bad_date": _("Not a date such as 2026-09-15."),
    "date_out_of_range": _("The year must lie between %(first)d and %(last)d."),
    "future_date": _("The date lies in the future."),
    "bad_time": _("Not a time such as 2026-09-15 18:00."),
    "future_time": _("The figures cannot be from the future."),
    "bad_phone": _(
        "Not a valid phone number. Write one number, a foreign one with + and its country code."
    ),
    "service_number": _(
        "This is a service number or a short code, nobody's own. Write the customer's number, or "
        "leave the cell empty."
    ),
    "sandbox_phone": _("This number is for sandboxes only."),
    "bad_email": _("Not a valid e-mail address."),
    "bad_language": _("Not a known language: use zh-hans, zh-hant or en."),
    "bad_zone": _("Not a time zone such as Asia/Shanghai."),
    "too_many_zones": _("At most %(limit)d time zones."),
    "bad_currency": _("Not a currency code such as CNY."),
    "bad_role": _("Not a role: use debtor, co-debtor or guarantor."),
    "bad_cause": _("Not a cause: use unknown, forgot, cash_flow, hardship or dispute."),
    "bad_status": _("Not a state: use paid or reversed."),
    "bad_consent": _("Write yes or no, or leave the cell empty where the customer said neither."),
    "bad_count": _("Not a whole number of instalments."),
    "late_above_paid": _("More instalments paid late than paid."),
    "bad_last4": _("Four digits or letters, as they end the identity card."),
    "last4_lost_zeros": _(
        "Four digits or letters are needed; a spreadsheet may have dropped the zeros in front. "
        "Format the column as text and export the file again."
    ),
    "instalment_values": _(
        "There are %(count)d instalments: write as many values, with semicolons between them."
    ),
    "instalment_twice": _("An instalment is named twice."),
    "too_many_instalments": _("At most %(limit)d instalments of a loan are due together."),
    "instalments_do_not_add_up": _(
        "Principal, interest and fees of the instalments do not add up to the amount due."
    ),
    "not_a_pay_link": _("A link to pay by begins with https:// and leads to a host of the lender."),
    "a_persons_account": _("This is a bank card or a mobile number: borrowers pay no person."),
    "bad_pay_code": _("A code to pay with has 4 to 40 letters, digits and hyphens."),
    "bad_wechat": _("Not a WeChat ID."),
    "unknown_lender": _("No lender has this code or name."),
    "due_above_outstanding": _("More than %(ratio)d times the outstanding amount: check the unit."),
}

REMARK_TEXTS: Mapping[str, str] = {
    "read_as_empty": _("A word for “nothing” was read as an empty cell"),
    "marks_dropped": _("Invisible signs or an apostrophe were dropped"),
    "landline": _("A landline: kept for calls, never texted"),
    "said_otherwise_later": _("Not taken: the customer has said otherwise since"),
}


class FileError(Exception):
    """The file as a whole cannot be taken; nothing of it may enter.

    `.code` and `.params` are for translation, `.message_en` is the finished English sentence.
    """

    def __init__(self, code: str, **params: int | str) -> None:
        self.code = code
        self.params = params
        super().__init__(self.message_en)

    @property
    def message_en(self) -> str:
        return FILE_TEXTS[self.code] % self.params
