"""Lets `python -m redact` run the command line."""

from redact.cli import main

if __name__ == "__main__":
    main(prog_name="redact")
