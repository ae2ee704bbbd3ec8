"""Is this word a Vietnamese syllable? Spelling rules only, no dictionary."""

import re
import unicodedata

_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_TONES_BEFORE_A_STOP = frozenset("\u0301\u0323")
_STOPS = ("c", "p", "t", "ch")

_INITIAL = "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x)?"
_RIMES = """
a ai ao au ay âu ây e eo ê êu i ia iu iê iêu o oa oai oao oay oe oeo oi oo ô ôi ơ ơi
u ua uâ uây uê ui uơ uôi uy uya uyu ư ưa ưi ươi ươu ưu y ya yêu yu
am an ang anh ăm ăn ăng âm ân âng em en eng êm ên êng ênh im in ing inh iêm iên iêng
oam oan oang oanh oăm oăn oăng oen oeng om on ong oong ôm ôn ông ôông ơm ơn
uân uâng uên uênh um un ung uôm uôn uông uyên uyn uynh ưm ưn ưng ươm ươn ương yêm yên yêng ym yn ynh
ac ach ap at ăc ăp ăt âc âp ât ec ep et êc êch êp êt ic ich ip it iêc iêp iêt
oac oach oap oat oăc oăp oăt oec oet oc ooc op ot ôc ôp ôt ơc ơp ơt
uâc uât uêch uêt uc up ut uôc uôp uôt uych uyêt uyp uyt ưc ưp ưt ươc ươp ươt yêc yêt ych yp yt
"""
# After "qu" the u belongs to the initial.
_RIMES_AFTER_QU = """
a ai ao au ay âu ây e eo ê êu i iu y yu ơ am an ang anh ăm ăn ăng ân âng en eng ên ênh in inh iên yên yn ynh ơn
ac ach ap at ăc ăp ăt âc ât ec et êch êt ich it yêt yt ych ôc
"""
# "gi" may lend its i to the rime: gì, gìn, gím, giếng, giết.
_GI = "gi gim gin giêng git gip giêt giêc"


def _any_of(words: str) -> str:
    return "|".join(words.split())


_SYLLABLE = re.compile(f"qu(?:{_any_of(_RIMES_AFTER_QU)})|{_any_of(_GI)}|{_INITIAL}(?:{_any_of(_RIMES)})")


def is_syllable(word: str) -> bool:
    """True when the word, in any letter case, is spelled as one Vietnamese syllable with a tone it can carry."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in decomposed if char in _TONES]
    letters = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
    if _SYLLABLE.fullmatch(letters) is None or len(tones) > 1:
        return False
    return not letters.endswith(_STOPS) or _TONES_BEFORE_A_STOP.issuperset(tones)
