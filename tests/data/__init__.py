"""Tests of the bundled data, row by row."""
