"""The contract document against Typst's own time for an empty document of as many pages.

It is made again and again in one warm process, in two ways: in another colour each time, so that
all of it is set anew, and as another version each time, as when one is edited or the next one is
made for another customer, so that only what reads otherwise is. Prints the median times of the
processor, which are the same however busy the machine is, the pages, and the ratios to the empty
document and to as many pages of plain text, which is what Typst takes to set words at all.
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
from patto.documents.contract.picture import Look
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read

BUDGET = 6
ROUNDS = 15
EXAMPLE = Path(__file__).parents[1] / "examples" / "month" / "agreement.yaml"
SHEET = """
#set document(date: datetime(year: 2026, month: 1, day: 1))
#set page(paper: "a4", footer: context [#counter(page).display() #sys.inputs.number])
#set par(justify: true)
#for page in range(int(sys.inputs.pages)) { WITH pagebreak(weak: true) }
"""
EMPTY = SHEET.replace("WITH", "[] + hide[.];").encode()
PLAIN = SHEET.replace("WITH", "par(sys.inputs.number + lorem(500));").encode()


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

    def document(number: int) -> object:
        return contract(numbered(agreement, number), lang="en")

    def coloured(number: int) -> object:
        made = contract(numbered(agreement, number), lang="en")
        return pdf(made, Look(accent=f"#0b{number:04x}"))

    def version(number: int) -> object:
        return pdf(contract(numbered(agreement, number), lang="en"))

    made = pdf(contract(agreement, lang="en"))
    pages = int(re.findall(rb"/Type/Pages/Count (\d+)", made)[0])
    compiler = typst.Compiler(ignore_system_fonts=True)

    def sheet(source: bytes, number: int) -> object:
        inputs = {"pages": str(pages), "number": str(number)}
        return compiler.compile(
            input=source, format="pdf", pdf_standards=[STANDARD], sys_inputs=inputs
        )

    anew = median(coloured, 100)
    edited = median(version, 200)
    tree = median(document, 300)
    base = median(lambda n: sheet(EMPTY, n), 400)
    plain = median(lambda n: sheet(PLAIN, n), 500)
    print(f"{pages} pages; the tree alone {tree * 1e3:.1f} ms")
    print(f"empty document {base * 1e3:.1f} ms, plain text {plain * 1e3:.1f} ms")
    for name, took in (("set anew", anew), ("another version", edited)):
        print(
            f"{name} {took * 1e3:.1f} ms: {took / base:.1f} x the empty document, "
            f"budget {BUDGET} x; {took / plain:.2f} x plain text"
        )


if __name__ == "__main__":
    main()
