"""Tests of thoracic_lib.cli."""
