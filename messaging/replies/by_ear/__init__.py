"""A reply read by its sound: 透诉 for 投诉, 不市本人 for 不是本人, "tou su" without characters.

Only words are listened for that nothing else in a reply sounds like, and only where the characters
written make no word.
"""
