"""Every limit of the program in one place. Sizes in bytes, times in seconds, lengths in points."""

MAX_FILE_BYTES = 1 << 30
"""A larger source file is refused."""

MAX_PAGES = 10_000
"""A document with more pages is refused."""

MAX_STREAM_BYTES = 256 << 20
"""A single PDF stream that unpacks to more is a decompression bomb."""

MAX_DOCUMENT_STREAM_BYTES = 2 << 30
"""All streams of one document together."""

MAX_CONTENT_BYTES = 32 << 20
"""The drawing instructions of one page, unpacked; a normal page has under 0.5 MB."""

MAX_PAGE_GLYPHS = 200_000
"""A page with more glyphs is refused."""

MAX_PAGE_INSTRUCTIONS = 1_000_000
"""Drawing instructions of a page and of the forms it draws; a page with more is refused. A full map has 0.3 million."""

MAX_DRAWN_INSTRUCTIONS = 5_000_000
"""The same, each form counted as often as it is drawn."""

TEXT_PAGE_INSTRUCTIONS = 250_000
TEXT_PAGE_DRAWN = 1_000_000
TEXT_PAGE_PAIRS = 20_000_000
"""A page with more instructions, more of them drawn, or more pairs of a glyph and a box is burnt as a picture."""

MAX_BUNDLE_FILES = 100_000
"""More files than this in one bundle is a mistake in the folder that was named."""

MAX_SHEET_BYTES = 256 << 20
"""A hit list larger than this is not read back."""

MAX_WORKBOOK_BYTES = 128 << 20
"""All parts of a workbook together, unpacked; one of 10,000 hits has 12 MB."""

MAX_WORKBOOK_TAGS = 8_000_000
"""Tags in all parts of a workbook together; one of 10,000 hits has 0.7 million."""

MAX_WORKBOOK_PARTS = 1_000
MAX_WORKBOOK_ROWS = 200_000
MAX_WORKBOOK_COLUMNS = 64
"""What is read of one sheet: with more rows it is refused, further columns are left out."""

SECONDS_PER_DOCUMENT = 60.0
SECONDS_PER_PAGE = 10.0
"""A stage may take SECONDS_PER_DOCUMENT + pages * SECONDS_PER_PAGE on one document before its worker is stopped."""

SECONDS_TO_START = 120.0
"""A worker process that has not begun by then, on a busy machine, is replaced."""

WORKER_MEMORY_BYTES = 6 << 30
"""Address space of one worker process."""

WINDOW_CHARS = 20_000
"""Text handed to the analyzer at once; its context step is quadratic in this."""

SEAM_CHARS = 240
"""Text taken from either side of a page end to find what runs over it."""
