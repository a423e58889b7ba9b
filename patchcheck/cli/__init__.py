"""The commands: options in, exit codes out. The only door to click."""
