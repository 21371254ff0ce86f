"""Lexicon packs: what metrics, actions, units, honours, programmes and regions are called."""

from kuji_ie.lexicon.check import Problem
from kuji_ie.lexicon.entries import Entry, Lexicon, Pack
from kuji_ie.lexicon.gazetteer import Gazetteer, Mention
from kuji_ie.lexicon.packs import shipped_packs_folder, shipped_titles

__all__ = [
    "Entry",
    "Gazetteer",
    "Lexicon",
    "Mention",
    "Pack",
    "Problem",
    "shipped_packs_folder",
    "shipped_titles",
]
