"""The lists there are, a module each; whatever module lies here and holds a SHAPE is one."""
