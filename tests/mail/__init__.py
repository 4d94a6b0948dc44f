"""Mails that leave, as a real mail server gets them."""
