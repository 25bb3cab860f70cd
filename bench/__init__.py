"""Measures of the reader and of the linking: ``python -m bench quality | gate | speed``. See docs/bench.md."""
