"""How much one uploaded sheet may cost."""

from dataclasses import asdict, dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one upload; sizes in bytes, times in seconds."""

    file_bytes: int = 32 * MIB
    unpacked_bytes: int = 400 * MIB
    ratio: int = 200  # unpacked ÷ packed, asked only above `ratio_from`
    ratio_from: int = 10 * MIB
    entries: int = 1_000
    rows: int = 200_000
    columns: int = 256
    cells: int = 4_000_000
    cell_characters: int = 32_767  # what Excel itself allows in a cell
    sheets: int = 50
    memory_bytes: int = 512 * MIB  # address space of the child
    cpu_seconds: int = 15
    wall_seconds: float = 20.0

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


LIMITS = Limits()
