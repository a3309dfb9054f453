"""The sample a sandbox starts with: staff, lenders, approved texts and rules, real loans."""
