"""One name in two scripts and three languages: cleaning, keys for searching and for sorting."""
