"""One name in two scripts and three languages: cleaning, keys for searching and for sorting,
whether two names mean the same, the words that names are made of, and the region of a place."""
