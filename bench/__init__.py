"""What is promised about speed, measured: each module has a `run()` that prints its numbers."""
