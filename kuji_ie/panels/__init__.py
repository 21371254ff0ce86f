"""Many reports as one panel: a row a cell, plans beside results, growth beside levels, conflicts between reports."""
