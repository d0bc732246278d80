"""Builds the made-up bundle `samples/pegasus`: texts in, PDFs of five producers out."""
