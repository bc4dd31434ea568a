"""The typed, frozen values of the library and the arithmetic that belongs to them."""
