"""Made-up bundles to try redact on, and the scripts that build them."""
