"""A message from the group, or anything pasted: cut into what tickets are made of, nothing of it lost."""
