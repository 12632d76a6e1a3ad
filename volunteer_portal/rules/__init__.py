"""The law and the arithmetic of volunteer service: pure functions of dates and facts.

Nothing here knows Django, the database or the clock. Every rule names its source: a fact number of the
domain notes (HRS-15, RPT-35 …) and, where there is one, the article of the law.
"""
