"""The embedded servers: PostgreSQL and Valkey from wheels, for trying, testing and one office.

Nothing here knows Django. ``place`` says where things lie, ``postgres`` and ``valkey`` drive one server each,
``services`` counts who uses them, ``supervisor`` is what ``script/server`` runs.
"""
