"""Mail that leaves: digests, links for a password and word of a new address; the message, the
server, and the run that sends them."""
