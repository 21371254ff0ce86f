"""What a result is turned into: one format a module."""
