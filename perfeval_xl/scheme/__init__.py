"""Schemes (评价方案): indicators, weights, rules, grade bands and form of one kind of evaluation, as dated data."""
