"""The contract document against Typst's own time for an empty document of as many pages.

Both are made again and again in one warm process, each time with another number in them, so that
nothing is answered from memory. Prints the median times of the processor, which are the same
however busy the machine is, the pages, and the ratio of the two.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import typst

from patto.documents.contract.contract import contract
from patto.documents.contract.pdf import STANDARD, pdf
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read

BUDGET = 6
ROUNDS = 15
EXAMPLE = Path(__file__).parents[1] / "examples" / "month" / "agreement.yaml"
EMPTY = b"""
#set document(date: datetime(year: 2026, month: 1, day: 1))
#set page(paper: "a4", footer: context [#counter(page).display() #sys.inputs.number])
#for page in range(int(sys.inputs.pages) - 1) { pagebreak() }
"""


def numbered(agreement: Agreement, number: int) -> Agreement:
    identity = agreement.agreement.model_copy(update={"version": number})
    return agreement.model_copy(update={"agreement": identity})


def median(make: Callable[[int], object], first: int) -> float:
    times = []
    for number in range(first, first + ROUNDS):
        started = time.process_time()
        make(number)
        times.append(time.process_time() - started)
    return statistics.median(times[2:])


def main() -> None:
    agreement = read(EXAMPLE.read_text("utf-8")).agreement
    if agreement is None:
        raise SystemExit(f"{EXAMPLE} is not in order")
    made = pdf(contract(agreement, lang="en"))
    pages = max(int(number) for number in re.findall(rb"/Count (\d+)", made))
    compiler = typst.Compiler(ignore_system_fonts=True)

    def empty(number: int) -> object:
        inputs = {"pages": str(pages), "number": str(number)}
        return compiler.compile(
            input=EMPTY, format="pdf", pdf_standards=[STANDARD], sys_inputs=inputs
        )

    def document(number: int) -> object:
        return contract(numbered(agreement, number), lang="en")

    whole = median(lambda n: pdf(contract(numbered(agreement, n), lang="en")), 100)
    tree = median(document, 200)
    base = median(empty, 300)
    print(f"{pages} pages; the tree alone {tree * 1e3:.1f} ms")
    print(f"contract {whole * 1e3:.1f} ms, empty document {base * 1e3:.1f} ms")
    print(f"ratio {whole / base:.1f}, budget {BUDGET}")


if __name__ == "__main__":
    main()
