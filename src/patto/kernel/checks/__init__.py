"""What is vague, contradictory or unfair in an agreement: one file a rule.

A rule says what it found, why that matters to a business, and how to say it better, in each
language; `review` runs them all.
"""
