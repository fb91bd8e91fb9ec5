"""A faithful local server for both services: demo, tests and benchmarks run against it."""
