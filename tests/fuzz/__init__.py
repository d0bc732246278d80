"""Fuzz: thousands of broken PDFs with secrets in them, through the real `redact run`."""
