"""FHIR R4 and R4B resources as plain data, made of dicts, lists, texts, numbers and flags."""
