"""Conditions over the whole base: the tree of `shuke.rules` compiled to Ibis. No Django.

`compiling.members_meeting` answers who meets a condition, `compiling.judged` judges several in
one pass, `records.records_of` reads single members for the Python evaluator.
"""
