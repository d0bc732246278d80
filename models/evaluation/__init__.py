"""Measuring the shipped pipeline and the product, beside others, on marked documents and on newswire."""
