"""A result as a page to look at: the text with what was found in it, and beside it the table."""

from kuji_ie.export.page.render import notebook as notebook
from kuji_ie.export.page.render import page as page
