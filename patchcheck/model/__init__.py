"""The frozen model: patches, rows, hosts, verdicts. Standard library only, no input or output."""
