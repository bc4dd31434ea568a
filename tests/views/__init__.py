"""Tests of the views of routines and programs."""
