"""Pure functions that judge which patches a host lacks, and why."""
