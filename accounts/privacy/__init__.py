"""Personal values: encrypted at rest, found by blind index, masked on screen (DESIGN §4.9). Pure.

keyring = Keyring.from_texts(field_keys="1:…", index_key="…", suppression_key="…")
blob = keyring.encrypt("王小明", "customer.name")
keyring.decrypt(blob, "customer.name")
"""
