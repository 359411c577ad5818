"""The catalogue: one module per family of figures; each registers its entries when imported.

To add a figure write a module here that calls `register(Entry(...))`; nothing else is touched:
`lake.apps` imports every module of this package at the start.
"""
