"""The sample year of the province: made from a seed, then entered through the portal as agencies would.

`demo.year` makes it and touches nothing; `demo.load` brings it in by REST and keeps a ledger of all
that was accepted. No line of either is used in earnest.
"""
