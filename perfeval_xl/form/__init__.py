"""The form (自评表): where every field stands, how it is drawn, and how a submission is filled in.

Whoever comes from outside enters by `filling` (a submission into its form) and
`issuing` (forms that are handed out); the folders below stand in the order in which they may import each other: `layout`,
`identity`, `contents`, `formulas`, `prompts`, `drawing`, then `filling`, and `issuing` last.
"""
