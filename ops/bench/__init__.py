"""`make bench`: how fast the criteria and the re-check run, against a floor measured in the same minutes (docs/benchmarks.md)."""
