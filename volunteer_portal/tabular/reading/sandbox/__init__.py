"""What runs in the child process that opens an uploaded file: standard library and python-calamine only.

The child is started with this folder's parent on its path, so the modules here import each other
relatively and nothing else of ours: no Django, no settings, no secrets.
"""
