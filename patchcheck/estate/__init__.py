"""Many hosts: finding their dumps, comparing them, cohorts."""
