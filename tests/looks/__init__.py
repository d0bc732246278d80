"""Looks and size: whether a page looks the same outside its boxes, and how large the file becomes."""
