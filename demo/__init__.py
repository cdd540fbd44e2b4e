"""A fictional municipality, Älvhamra kommun, to look around in: its organisation, people and plans.

Everything here is made up. The words stand in demo/plans and demo/organisation.toml; the code turns them
into documents whose dates follow today's, so that the demo is always in season.
"""
