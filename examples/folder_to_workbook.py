"""A folder of reports to a workbook for Excel: every observation beside its sentence, with cells for a reviewer.

python examples/folder_to_workbook.py [FOLDER] [WORKBOOK]

The same as `kuji-ie extract FOLDER --output WORKBOOK`, as a script to build on. Needs: pip install 'kuji-ie[all]'
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kuji_ie import Extraction, Extractor, write
from kuji_ie.errors import DocumentError
from kuji_ie.reading import Input, find_inputs

EXAMPLES = Path(__file__).parent
folder = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES / "panel"
workbook = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp()) / "panel.xlsx"
extractor = Extractor()


def results() -> Iterator[Extraction]:
    """One report after the other; what cannot be read is named, and the rest goes on."""
    for item in find_inputs([str(folder)]):
        try:
            if isinstance(item, Input):
                yield extractor.extract(item.read(), source=item.name)
            else:
                print("not read:", item)
        except DocumentError as error:
            print("not read:", error)


write(results(), workbook)
print(f"{workbook.name}: {workbook.stat().st_size:,} bytes")
