"""Where things are: the tree of places, who occupies them, and the codes on their walls."""
