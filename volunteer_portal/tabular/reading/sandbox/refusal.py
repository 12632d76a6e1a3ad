class Refusal(Exception):
    """The file is not taken; `code` names the sentence, `facts` fill its gaps."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
