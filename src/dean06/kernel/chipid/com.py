"""EF.COM: which groups a card says it has (ICAO 9303-10, 4.6.1). Nobody signed it, so it proves nothing. Pure."""

from dean06.kernel.chipid import tlv

COM_TAG, LIST_TAG = 0x60, 0x5C
NUMBERS = {tag: number for number, tag in enumerate(bytes.fromhex("6175637665666768696A6B6C6D6E6F70"), start=1)}


def groups(data: bytes) -> frozenset[int]:
    """Numbers of the groups listed. CardRefused when there is no list, or a tag in it is no group's."""
    tags = tlv.find(tlv.only(data, COM_TAG), LIST_TAG)
    if tags is None or not NUMBERS.keys() >= set(tags):
        raise tlv.refuse("EF.COM without a list of groups")
    return frozenset(NUMBERS[tag] for tag in tags)
