"""A Django project whose admin shows our tables. It runs in an environment that holds Django."""
