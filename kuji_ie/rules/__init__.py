"""One relation a module: what a change, a gap, a rank, a share, a target looks like in a sentence."""
