"""Benchmarks: each prints ratios that were measured inside one run."""
