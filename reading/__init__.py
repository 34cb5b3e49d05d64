"""Official documents read: bytes in, a document with clauses, duties, sums and rosters out. Pure Python."""
