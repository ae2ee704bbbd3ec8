"""The twin of a chip card, laid on a virtual reader, and of the office that issues it."""

from pathlib import Path

from dean06.config import paths, sandbox

# How a card may be flawed, as the card's own command line has it (sandbox/card/office.py).
CARD_SWITCHES = ("genuine", "cloned", "tampered", "expired", "revoked", "silent", "slow", "pulled-out")


def card_command(*, person: str, switch: str, reader_port: int) -> list[str]:
    """Command line of a card laid on a virtual reader. No twin with an address: it comes to the reader by itself."""
    options = {"--person": person, "--switch": switch, "--reader-port": str(reader_port)}
    places = {"--people": str(sandbox.PEOPLE), "--office": str(_office())}
    return sandbox.module_command("card", options | places)


def office_command() -> list[str]:
    """Command line that founds the office issuing those cards and puts what it vouches with where cards are judged."""
    trusted = paths.state() / "sandbox" / "csca"
    return sandbox.module_command("card", {"--office": str(_office()), "--export": str(trusted)})


def _office() -> Path:
    return paths.state() / "sandbox" / "card-office"
