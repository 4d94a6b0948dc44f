"""Who is tied to whom: partners, our units, people and events, from all records that tie them.

`ties` adds up, `graphs` chooses what can be looked at. Two answers come from it: `warm`, who of us
knows whom at a partner; and `single`, the partners whose every contact runs through one person.
"""
