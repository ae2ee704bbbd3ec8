"""Fonts for printed documents: Tinos, metrically equal to Times New Roman, which NĐ 30/2020 prescribes."""

from pathlib import Path

DIRECTORY = Path(__file__).parent / "document_fonts"
FACES = ("Tinos-Regular.ttf", "Tinos-Italic.ttf", "Tinos-Bold.ttf", "Tinos-BoldItalic.ttf")


def directory() -> Path:
    """Directory of the four faces, made by the asset build; FileNotFoundError says what to run when one is missing."""
    missing = [face for face in FACES if not (DIRECTORY / face).is_file()]
    if missing:
        raise FileNotFoundError(f"document fonts not built ({', '.join(missing)}): run `npm ci` and `npm run build`")
    return DIRECTORY
