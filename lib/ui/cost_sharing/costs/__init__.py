"""The cost lines of a statement: the pool added up."""
