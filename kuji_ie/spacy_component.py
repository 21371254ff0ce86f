"""A spaCy component: `nlp.add_pipe("kuji_ie")` puts the extraction of each text beside its `Doc`.

`doc._.kuji` is the `Extraction`, `doc.spans["kuji"]` its parts as spans of whole tokens. spaCy finds the component by
the entry point of the installed package; `import kuji_ie.spacy_component` registers it too.
"""
# No `from __future__ import annotations` here: spaCy checks the config of a factory against its annotations.

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kuji_ie import models
from kuji_ie.extraction import Extraction

if TYPE_CHECKING:
    from kuji_ie.extractor import Extractor

ATTRIBUTE = "kuji"  # of `doc._` and `span._`
SPANS_KEY = "kuji"
# Where spaCy keeps the attributes of a `Doc`: written with it, not copied by `Span.as_doc`, where offsets differ.
USER_DATA_KEY = ("._.", ATTRIBUTE, None, None)


class KujiComponent:
    """Extracts each `Doc` that it is called on; `make_component` says what comes of it."""

    def __init__(self, extractor: "Extractor") -> None:
        self.extractor = extractor

    def __call__(self, doc: Doc) -> Doc:
        extraction = self.extractor.extract(doc.text)
        user_data_of(doc)[USER_DATA_KEY] = Kept.of(extraction)
        spans = [widened(doc, *labelled) for labelled in parts_of(extraction)]
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
        return doc


@Language.factory(
    "kuji_ie",
    assigns=["doc.spans", "doc._.kuji", "span._.kuji"],
    default_config={"lexicon": None, "region": None, "year": None, "tokenizer": None},
)
def make_component(
    nlp: Language,
    name: str,
    lexicon: str | list[str] | None,
    region: str | None,
    year: int | None,
    tokenizer: str | None,
) -> KujiComponent:
    """Make the component of a pipeline; its config takes what `Extractor` takes, as strings.

    `nlp.add_pipe("kuji_ie", config={"lexicon": ["zhejiang", "packs/mine"], "year": 2023})` finds in
    在孵企业3093家,列全省第一 the spans METRIC 在孵企业, VALUE 3093家 and RANK 列全省第一. Their `id_` is that of their
    observation, o1; names (PROGRAMME, HONOUR, ORG, REGION, POLICY) are e1, e2 … in the order of
    `doc._.kuji.entities`. `kb_id_` is the id of the lexicon, where there is one.

    Tokens may be wider than a part of the text, and its span is then wider too: `span._.kuji` is the `Metric`,
    `Quantity` or other part itself, with its exact offsets in `doc.text`. `doc._.kuji` is None for a `Doc` that no
    such component has seen. Both survive `Doc.to_bytes`, `DocBin(store_user_data=True)` and `nlp.pipe(n_process=2)`
    as JSON, that is without `coverage` and `explain()`.

    A pipeline on disk keeps the config and not the packs: a shipped pack goes by its name, a folder has to be
    where the config says when the pipeline is loaded. Raises `LexiconError` and `TokenizerError` as `Extractor` does.
    """
    from kuji_ie.extractor import Extractor  # not with the module: spaCy imports that for every pipeline

    return KujiComponent(Extractor(lexicon, tokenizer, region=region, year=year))


class Kept(str):
    """The JSON of an `Extraction`, a string to every serializer, with the `Extraction` itself while in memory."""

    extraction: Extraction

    @classmethod
    def of(cls, extraction: Extraction, written: str | None = None) -> "Kept":
        """Keep an extraction; `written` is its JSON where that is at hand."""
        kept = cls(extraction.to_json() if written is None else written)
        kept.extraction = extraction
        return kept

    @cached_property
    def parts(self) -> dict[tuple[str, str], list[models.Span]]:
        """The parts by label and id: one, or the few changes, gaps or ranks of an observation."""
        found: dict[tuple[str, str], list[models.Span]] = defaultdict(list)
        for label, id, part, _ in parts_of(self.extraction):
            found[label, id].append(part)
        return found


def parts_of(extraction: Extraction) -> Iterator[tuple[str, str, models.Span, str | None]]:
    """Label, id, part, id of the lexicon: the parts of all observations, then all names."""
    for o in extraction.observations:
        yield "METRIC", o.id, o.metric, o.metric.id
        groups = {
            "VALUE": (o.value,),
            "CHANGE": o.changes,
            "GAP": o.gaps,
            "RANK": o.ranks,
            "SHARE": (o.share,),
            "TARGET": (o.target,),
        }
        for label, parts in groups.items():
            yield from ((label, o.id, part, None) for part in parts if part is not None)
    for number, entity in enumerate(extraction.entities, 1):
        yield entity.label, f"e{number}", entity, entity.id


def widened(doc: Doc, label: str, id: str, part: models.Span, entry: str | None) -> Span:
    """The tokens that hold a part, as a span with label and ids."""
    span = doc.char_span(part.start, part.end, label, kb_id=entry or 0, alignment_mode="expand", span_id=id)
    assert span is not None  # the tokens cover the text
    return span


def user_data_of(doc: Doc) -> dict[Any, Any]:
    """`doc.user_data` with the keys that it really has."""
    return doc.user_data


def kept_of(doc: Doc) -> Kept | None:
    """What is kept with a `Doc`; one that was read back has the JSON alone, and the rest from now on."""
    written: str | None = user_data_of(doc).get(USER_DATA_KEY)
    if written is None or isinstance(written, Kept):
        return written
    kept = Kept.of(Extraction.from_dict(json.loads(written), doc.text), written)
    user_data_of(doc)[USER_DATA_KEY] = kept
    return kept


def extraction_of(doc: Doc) -> Extraction | None:
    """`doc._.kuji`: the extraction of a text; None where no component has seen it."""
    kept = kept_of(doc)
    return None if kept is None else kept.extraction


def part_of(span: Span) -> models.Span | None:
    """`span._.kuji`: the part that a span of `doc.spans["kuji"]` stands for; None for any other span.

    That is the part that begins in its first token and ends in its last one. Where two parts of one kind and
    observation share both, their spans are the same, and give the first.
    """
    kept = kept_of(span.doc)
    parts = kept.parts.get((span.label_, span.id_)) if kept is not None else None
    if not parts or not len(span):
        return None
    first, last = (range(token.idx, token.idx + len(token.text_with_ws)) for token in (span[0], span[-1]))
    return next((part for part in parts if part.start in first and part.end - 1 in last), None)


# What is there already is ours, or of somebody who was first.
if not Doc.has_extension(ATTRIBUTE):
    Doc.set_extension(ATTRIBUTE, getter=extraction_of)
if not Span.has_extension(ATTRIBUTE):
    Span.set_extension(ATTRIBUTE, getter=part_of)
