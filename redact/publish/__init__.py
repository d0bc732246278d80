"""What goes out: the annexes with released documents (3A, 3B), the inventories (2A, 2B), and putting them in place."""

from redact.publish.annexes import AnnexHeading, AnnexPart, PlacedPart, assemble
from redact.publish.inventory import InventoryHeading, write_inventory
from redact.publish.release import recover, swap_in

__all__ = [
    "AnnexHeading",
    "AnnexPart",
    "InventoryHeading",
    "PlacedPart",
    "assemble",
    "recover",
    "swap_in",
    "write_inventory",
]
