"""Torture: odd PDFs of other projects, a few random words of each blacked out, and everything looked at afterwards."""
