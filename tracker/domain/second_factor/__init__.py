"""The second factor: after the password a code, which the owner's telephone makes (RFC 6238).

`codes` knows what fits, `sealing` how secrets are kept, `asking` who is asked; `half` and
`entering` are the second step of a sign-in, `keeping` is what one does with one's own.
"""
