"""A municipality of any size, made up by chance from a vocabulary: data to measure and to load with.

The same scope gives the same data, keys included. Rows are written in sets, plans are decided and rounds
opened and closed by the same actions as everybody's: see `demo.generated.making`.
"""
