"""Tests of thoracic_lib.exporting."""
