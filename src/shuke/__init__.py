"""Shuke 熟客: the membership and member-marketing system of a retail chain."""

__version__ = "0.1.0"
