"""What goes out: annexes with released documents (3A, 3B), inventories (2A, 2B), the proof; and putting it in place."""

from redact.publish.annexes import AnnexHeading, AnnexPart, PlacedPart, assemble
from redact.publish.inventory import InventoryHeading, write_inventory
from redact.publish.proof_page import ProofHeading, write_proof_page
from redact.publish.release import recover, swap_in

__all__ = [
    "AnnexHeading",
    "AnnexPart",
    "InventoryHeading",
    "PlacedPart",
    "ProofHeading",
    "assemble",
    "recover",
    "swap_in",
    "write_inventory",
    "write_proof_page",
]
