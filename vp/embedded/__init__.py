"""Runs the product by itself on one machine: a PostgreSQL from a wheel, and the processes of the demo.

Nothing here is imported in production. See docs/adr/0002-embedded-postgresql.md and 0003-demo-supervisor.md.
"""
