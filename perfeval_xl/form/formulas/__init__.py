"""The live formulas of a form: where a rule's formula is put into a row, what is missing, sums, the grade."""
