"""How hosts differ, and what would make one like another: pure functions."""
