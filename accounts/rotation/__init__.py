"""Moving everything that is encrypted to the current field key (DESIGN 4.9).

How to change the field key:
1. add the new one to HUANCUI_FIELD_KEYS under the next number ("1:…,2:…"; the highest is current)
   and restart every process: from then on new values are written under it, old ones still read;
2. `manage.py rotate_keys`, beside running workers, killed and repeated as often as need be;
3. when it says that nothing is left under another key, take the old one out and restart.

Blind indexes, fingerprints and the address hashes of suppressions do not depend on the field key.
The index key is changed by itself (`indexes`). The suppression key never changes.
"""
