"""A million inputs that nobody would write: python benchmarks/fuzz.py [--inputs N] [--seed N] [--targets NAME…] [--atheris].

Ends with 1 where an input has a wrong answer; each is printed with what it takes to make a test of it.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import traceback

from fuzz_inputs import Bytes, Choices
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as hypothesis_seed
from hypothesis import strategies as st

TOGETHER = 50  # inputs of one example of hypothesis, which takes longer to draw one than we take for many
FEWEST = 10  # inputs of a target, however few there are in all
BYTES = 96  # that atheris gives for one input


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many in all (a million)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--targets", nargs="+", metavar="NAME", help="some of them, each with its share")
    parser.add_argument("--atheris", action="store_true", help="guided by coverage; one target at a time")
    wanted = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what the libraries say of broken files
    if wanted.atheris:
        guided((wanted.targets or ["extract"])[0], wanted.inputs, wanted.seed)
        return
    from fuzz_targets import TARGETS

    names = wanted.targets or list(TARGETS)
    whole = sum(TARGETS[name].share for name in names)
    failed = False
    for name in names:
        failed |= run(name, max(FEWEST, wanted.inputs * TARGETS[name].share // whole), wanted.seed)
    sys.exit(failed)


def run(name: str, inputs: int, seed: int) -> bool:
    """Feed one target, print what came of it; whether anything was wrong."""
    from fuzz_targets import TARGETS

    target = TARGETS[name]
    rounds = max(1, min(TOGETHER, inputs // FEWEST))
    done = 0

    @hypothesis_seed(seed)
    @settings(
        max_examples=-(-inputs // rounds), database=None, deadline=None, phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck), verbosity=Verbosity.normal, print_blob=False,
    )  # fmt: skip
    @given(st.integers(0, 2**64))
    def feed(number: int) -> None:
        nonlocal done
        choices = Choices(number)
        for _ in range(rounds):
            data = target.make(choices)
            done += 1
            try:
                target.check(data)
            except Exception as error:
                error.add_note(f"input: {data!a}") if hasattr(error, "add_note") else None
                raise

    start, cpu = time.perf_counter(), time.process_time()
    problem = ""
    try:
        while done < inputs and not problem:  # hypothesis may hold that it has seen all there is
            feed()
            feed = hypothesis_seed(seed + done)(feed)
    except Exception:
        problem = traceback.format_exc(limit=-6)
    took, busy = time.perf_counter() - start, time.process_time() - cpu
    print(
        f"{name}: {done:,} inputs, {took:.0f} s ({busy:.0f} s of the processor), {problem or 'none is wrong'}",
        flush=True,
    )
    return bool(problem)


def guided(name: str, inputs: int, seed: int) -> None:
    """The same target, fed by atheris with bytes that reach new code. It ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["kuji_ie"]):
        from fuzz_targets import TARGETS

    target = TARGETS[name]

    def feed(data: bytes) -> None:
        target.check(target.make(Bytes(data)))

    options = [
        f"-runs={inputs}",
        f"-seed={seed + 1}",
        f"-max_len={BYTES}",
        "-len_control=0",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options], feed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
