"""Tests of thoracic_lib.composing."""
