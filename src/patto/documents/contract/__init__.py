"""The contract document: one tree made from the agreement, and PDF, HTML and DOCX of it."""
