"""Mail that leaves: the digest in words, the message, the server, and the run that sends them."""
