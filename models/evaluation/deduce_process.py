"""Runs where deduce is installed and redact is not: a JSON list of texts in, [start, end, tag] lists out."""

from __future__ import annotations

import contextlib
import json
import sys

if __name__ == "__main__":
    texts = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        from deduce import Deduce

        deduce = Deduce()
        found = [
            [[int(each.start_char), int(each.end_char), each.tag] for each in deduce.deidentify(text).annotations]
            for text in texts
        ]
    json.dump(found, sys.stdout)
