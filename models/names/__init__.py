"""Name lists and their maker."""
