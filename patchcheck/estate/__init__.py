"""Many hosts: finding their dumps, telling their states apart, working on them in parallel."""
