"""Tests of everything between bytes and a catalog."""
