"""What is tried in a real browser: `./run test-browser`."""
