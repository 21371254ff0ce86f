"""From results to one file of HTML that needs no network."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from kuji_ie.coverage import FACT
from kuji_ie.export.page.rows import Row, award_notes, make_row
from kuji_ie.export.page.segments import CODES, MEASURED, Role, Segment, parts_of, segments
from kuji_ie.export.page.words import Lang, Words
from kuji_ie.export.table import clean, short_period
from kuji_ie.models import Award, Entity, Finding

if TYPE_CHECKING:
    from jinja2 import Environment

    from kuji_ie.extraction import Extraction

# What HTML cannot hold: NUL, and half a surrogate pair, which has no UTF-8. Each becomes one U+FFFD.
_NOT_IN_HTML = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of one document; `text` is empty for a result that was read back from JSON."""

    name: str
    title: str
    facts: tuple[str, ...]
    coverage: str
    coverage_title: str
    text: tuple[Segment, ...]
    rows: tuple[Row, ...]
    entities: tuple[Entity, ...]
    awards: tuple[tuple[Award, str], ...]
    findings: tuple[Finding, ...]

    @property
    def subjects(self) -> list[str]:
        """The subjects to choose from, in the order of the text."""
        return list(dict.fromkeys(row.subject for row in self.rows if row.subject))

    @property
    def legend(self) -> list[Role]:
        """The roles that occur in the text."""
        present = {part.role for segment in self.text for part in segment.parts}
        return [role for role in MEASURED if role in present]

    @property
    def has_named(self) -> bool:
        """Whether a name is underlined."""
        return any(part.named for segment in self.text for part in segment.parts)

    @property
    def has_aside(self) -> bool:
        """Whether numbers of the text were set aside."""
        return any(part.role == "aside" for segment in self.text for part in segment.parts)


def page(results: Extraction | Iterable[Extraction], *, lang: Lang = "zh") -> str:
    """One result, or many to choose from, as a page: the text with what was found in it, and the table beside it.

    `page(extract("在孵企业3093家,列全省第一。"))` marks 在孵企业, 3093家 and 列全省第一 and joins them to one row. The page is
    one file, loads nothing, and prints. The text stands in it letter by letter but for NUL and half surrogates, which
    HTML cannot hold (each is shown as U+FFFD). `lang` is the language of its labels, `zh` or `en`; `ValueError`
    for another. A result without its text, as read back from JSON, shows the table alone.
    """
    from kuji_ie.extraction import Extraction

    words = Words(lang)
    views = [view(result, words) for result in ((results,) if isinstance(results, Extraction) else results)]
    return render("page.html", words, ("base", "page"), ("page",), views=views)


def notebook(result: Extraction) -> str:
    """The page in a frame of its own, for a notebook: its styles, scripts and ids cannot meet those of the notebook."""
    return (
        '<iframe sandbox="allow-scripts" style="width:100%;height:640px;border:1px solid #8884;border-radius:6px"'
        f' title="kuji_ie" srcdoc="{escape(page(result))}"></iframe>'
    )


def view(result: Extraction, words: Words) -> View:
    """What the page shows of one result."""
    document, coverage = result.document, result.coverage
    name = clean(result.source or "") or words("unnamed")
    whole = (
        clean(document.issuer or ""),
        document.published.isoformat() if document.published else "",
        clean(document.region.name) if document.region else "",
        short_period(document.period) if document.period else "",
    )
    reasons = {outcome: words.of("outcome", outcome) for outcome in coverage.counts}
    why = words("aside_why")
    aside = ["" if n.outcome == FACT else f"{why}: {reasons[n.outcome]}" for n in coverage.numbers]
    return View(
        name=name,
        title=clean(document.title or "") or name,
        facts=tuple(filter(None, whole)),
        coverage=_coverage(coverage.counts.get(FACT, 0), len(coverage.numbers), words),
        coverage_title=", ".join(f"{reasons[key]} {n}" for key, n in coverage.counts.items() if key != FACT),
        text=tuple(segments(result.text, parts_of(result, aside))),
        rows=tuple(make_row(o, document, words) for o in result.observations),
        entities=result.entities,
        awards=tuple((award, award_notes(award, words)) for award in result.awards),
        findings=result.findings,
    )


def render(
    template: str, words: Words, styles: tuple[str, ...], scripts: tuple[str, ...], **given: object
) -> str:
    """One template with its styles and scripts inside, which alone its content security policy lets run."""
    from markupsafe import Markup

    style, script = asset(*(f"{name}.css" for name in styles)), asset(*(f"{name}.js" for name in scripts))
    html = (
        _environment()
        .get_template(template)
        .render(
            w=words,
            style=Markup(style),
            script=Markup(script),
            policy=policy((style, script)),
            codes=CODES,
            clean=clean,
            **given,
        )
    )
    # A browser turns a bare CR into LF.
    return _NOT_IN_HTML.sub("\ufffd", html).replace("\r", "&#13;")


def policy(*pages: tuple[str, str], more: tuple[str, ...] = ()) -> str:
    """The content security policy of pages that run these styles and scripts and load nothing."""
    styles = " ".join(f"'{_digest(style)}'" for style, _ in pages)
    scripts = " ".join(f"'{_digest(script)}'" for _, script in pages)
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {styles}",
            f"script-src {scripts}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            *more,
        )
    )


@cache
def asset(*names: str) -> str:
    """The text of these files of the package, one after the other."""
    from importlib.resources import files

    return "\n".join((files(__package__) / name).read_text(encoding="utf-8") for name in names)


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _coverage(facts: int, numbers: int, words: Words) -> str:
    if not numbers:
        return ""
    told = (words("numbers", numbers), words("in_facts", facts), words("set_aside", numbers - facts))
    return " · ".join(told)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
