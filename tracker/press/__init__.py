"""Reading a press article: what it says of partners, with the words that say it as evidence."""
