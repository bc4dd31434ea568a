"""The exact solver against other ways to solve the same problems, and against the laws that any solver keeps."""
