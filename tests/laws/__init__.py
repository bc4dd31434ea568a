"""Properties that hold for every value, as laws."""
