"""Synthetic training documents for the name model: invented people in invented government papers."""
