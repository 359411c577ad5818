"""The list behind any number, its export, and the page of its formula."""
