"""How much of everything a file may hold; far above what people fill in, far below what hurts a reader."""

MB = 1024 * 1024

# Containers: xlsx, docx, zip
MOST_ENTRIES = 2000
MOST_DIRECTORY = 1 * MB
MOST_UNPACKED = 150 * MB
# Real sheets reach 30 : 1, deflate at most 1,032 : 1. Small parts may be as empty as they like.
MOST_RATIO = 100
SMALL_PART = 2 * MB
PIECE = 64 * 1024

# XML inside them
MOST_ELEMENTS = 6_000_000
MOST_SMALL_PART_ELEMENTS = 100_000
MOST_NAMES = 5000
# Of bytes without the end of a tag: a parser keeps them all, and some begin anew with each piece.
LONGEST_STRETCH = 8 * MB

# Sheets: one reader makes a cell of everything between the first and the last (about 32 bytes each).
MOST_ROWS = 200_000
MOST_COLUMNS = 512
MOST_CELLS = 2_000_000
MOST_AREA = 4_000_000
MOST_SPREAD = 1_000_000
MOST_STYLES = 65_000
MOST_TEXTS = 500_000
LONGEST_FORMULA = 16_384

# PDF: objects that were packed into streams
MOST_PACKED_OBJECTS = 64 * MB
LONGEST_DICTIONARY = 64 * 1024

# Pictures
MOST_PIXELS = 100_000_000
# A photograph has a few dozen parts before its picture; a scan in strips has some thousands of chunks.
MOST_SEGMENTS = 2000
MOST_CHUNKS = 200_000
# Programs and cameras write a little behind the end.
TAIL = 1024

# Where the directory of a zip that was put behind something else would have to end.
ZIP_TAIL = 65_557
