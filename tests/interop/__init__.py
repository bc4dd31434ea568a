"""What we export, in the readers of others: `./run test-interop`."""
