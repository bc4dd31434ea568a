"""Tests of thoracic_lib.batch."""
