"""Documents for people: the report of a measurement as one HTML file."""

from patto.documents.inputs import Provenance
from patto.documents.report import report_html

__all__ = ["Provenance", "report_html"]
