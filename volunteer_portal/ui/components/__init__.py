"""Components: Python functions that draw ``templates/ui/<name>.html``.

Leaves are ``simple_tag`` or ``inclusion_tag``, wrappers are ``simple_block_tag``. Because every function names its
arguments, an attribute nobody declared is a template syntax error and never reaches a reader.
"""
