"""The page of cost sharing: what is entered, what it comes to, and the steps of its statement."""
