"""The rows of SDMX-CSV that a result should have, made of its JSON alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from kuji_ie.export.sdmx_points import CHANGES, time_period


def of_json(data: dict[str, Any], text: str) -> Iterator[dict[str, str]]:
    """The rows that a result should have, from its JSON, where no key is told twice."""
    for o in data["observations"]:
        metric, region, period, sentence = o["metric"], o["region"], o["period"], o["sentence"]
        if period is None:
            continue
        freq, time = time_period(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]))
        for figure in figures_of_json(o):
            part = figure.pop("part")
            yield {
                "FREQ": freq,
                "REF_AREA": region["code"] or "_O" if region else "_X",
                "INDICATOR": metric["id"] or metric["name"],
                "SERIES": metric["action"] or "_Z",
                "SUBJECT": o["subject"]["text"] if o["subject"] else "_Z",
                "STATUS": o["status"].upper(),
                "SOURCE": data["source"],
                "OCCURRENCE": "1",
                "TIME_PERIOD": time,
                "UNIT_MULT": "0",
                "REF_AREA_NAME": region["name"] if region else "",
                "INDICATOR_NAME": metric["name"],
                "OBSERVATION": o["id"],
                "PART_OF": o["part_of"] or "",
                "TEXT": part["text"].replace("\n", " "),
                "TEXT_START": str(part["start"]),
                "TEXT_END": str(part["end"]),
                "INDICATOR_TEXT": metric["text"].replace("\n", " "),
                "INDICATOR_START": str(metric["start"]),
                "INDICATOR_END": str(metric["end"]),
                "SENTENCE_START": str(sentence["start"]),
                "SENTENCE_END": str(sentence["end"]),
                "SENTENCE": text[sentence["start"] : sentence["end"]].replace("\n", " "),
                **figure,
            }


def figures_of_json(o: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if value := o["value"]:
        yield figure("VALUE", value, value["amount"], **ranged(value))
    for change in o["changes"]:
        sign = -1 if change["direction"] == "down" else 1
        about = {"MEASURE_OF": change["of"].upper()}
        if change["kind"] in ("period", "from_to"):
            about["COUNTERPART"] = change["against"] or "_Z"
        if change["amount"] is not None:
            yield figure(
                CHANGES[change["kind"]], change, sign * change["amount"], **ranged(change, sign), **about
            )
        for end in ("from", "to"):
            if change[end] is not None:
                yield figure(end.upper(), change, change[end], **about)
    for gap in o["gaps"]:
        yield figure(
            "GAP", gap, gap["amount"], COUNTERPART=gap["against"] or "_Z", MEASURE_OF=gap["of"].upper()
        )
    for rank in o["ranks"]:
        scope = rank["scope"] or {"name": "_Z", "code": None}
        about = {"COUNTERPART": scope["name"], "COUNTERPART_AREA": scope["code"] or "", "UNIT_MEASURE": ""}
        about["MEASURE_OF"] = rank["of"].upper()
        if rank["position"] is not None:
            bound = {"BOUND": "AT_MOST", "OBS_STATUS": "E"} if rank["top"] else {"BOUND": "EXACT"}
            yield figure("RANK", rank, rank["position"], **bound, **about)
        if rank["moved"] is not None:
            yield figure("RANK_MOVED", rank, rank["moved"], **about)
    if share := o["share"]:
        yield figure("SHARE", share, share["amount"], COUNTERPART=share["of"] or "_Z")
    if target := o["target"]:
        outcome = {"OUTCOME": target["outcome"].upper()}
        if target["amount"] is not None or target["rate"] is None:
            yield figure("TARGET", target, target["amount"], **outcome)
        if target["rate"] is not None:
            yield figure("TARGET_RATE", target, target["rate"], UNIT_MEASURE="%", **outcome)


def figure(measure: str, part: dict[str, Any], amount: float | None, **cells: str) -> dict[str, Any]:
    usual = {
        "MEASURE": measure,
        "MEASURE_OF": "VALUE",
        "COUNTERPART": "_Z",
        "OBS_VALUE": "NaN" if amount is None else str(amount),
        "UNIT_MEASURE": part.get("unit") or "",
        "OBS_STATUS": "O" if amount is None else "A",
        "BOUND": "",
        "UPPER_VALUE": "",
        "COUNTERPART_AREA": "",
        "OUTCOME": "",
    }
    return {"part": part, **usual, **cells}


def ranged(part: dict[str, Any], sign: int = 1) -> dict[str, str]:
    upper = "" if part["upper"] is None else str(sign * part["upper"])
    exact = part["bound"] == "exact" and not upper
    return {"BOUND": part["bound"].upper(), "UPPER_VALUE": upper, "OBS_STATUS": "A" if exact else "E"}
