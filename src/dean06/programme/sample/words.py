"""Sentences and cells: how units, duties and deadlines are put into Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from dean06.programme.sample.model import Clause, Facts, NarrativeFact, TableFact

REQUEST = "Đề nghị "
LEAD_FORMS = {
    "give": ("Giao {units} chủ trì {task}.", "Giao {units} chủ trì, phối hợp {partners} {task}."),
    "plain": ("{units} chủ trì {task}.", "{units} chủ trì, phối hợp với {partners} {task}."),
    "colon": ("{units}: chủ trì {task}.", "{units}: chủ trì, phối hợp {partners} {task}."),
    "organise": ("{units} tổ chức thực hiện.", "{units} phối hợp {partners} tổ chức triển khai thực hiện."),
    "and_organise": ("{units} tổ chức thực hiện.", "{units} và {partners} tổ chức thực hiện."),
    "with_first": ("{units} chủ trì, {task}.", "{units} phối hợp với {partners} chủ trì, {task}."),
    "by_function": ("{units} theo chức năng, nhiệm vụ chủ trì triển khai {task}.",) * 2,
}
COORDINATE_FORMS = {
    "plain": ("{units} phối hợp {task}.", "{units} phối hợp với {partners} {task}."),
    "colon": ("{units}: phối hợp {task}.", "{units}: phối hợp với {partners} {task}."),
}
DEFAULT_LEAD_FORMS = ("plain", "give")


def capital(text: str) -> str:
    """`text` with its first letter in upper case and the rest untouched."""
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str], *, last: str = ", ") -> str:
    """Words in a row: commas, and `last` before the final one."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + last + words[-1]


class Writer:
    """Puts facts into words; every choice comes from one seeded generator, so a seed always writes the same text."""

    def __init__(self, facts: Facts, rng: Random) -> None:
        """`rng` is shared by everything that writes one dispatch."""
        self.facts = facts
        self.rng = rng

    def long(self, key: str) -> str:
        """A spelling for sentences."""
        return self.rng.choice(self.facts.units[key].long)

    def short(self, key: str, words: Mapping[str, str]) -> str:
        """A spelling for table cells, unless the row has its own word."""
        return words.get(key) or self.rng.choice(self.facts.units[key].short)

    def clause(self, clause: Clause) -> str:
        """One sentence of the division of work."""
        units = capital(listed([self.long(key) for key in clause.units], last=" và "))
        partners = listed([self.long(key) for key in clause.partners])
        if clause.role == "free":
            return capital(clause.task) + "."
        if clause.role == "do":
            return f"{units}{'' if clause.form == 'plain' else ':'} {clause.task}."
        pattern = self._pattern(clause)[1 if clause.partners else 0]
        if pattern.startswith("Giao"):
            units = units if clause.units[0] not in self._collective() else units[:1].lower() + units[1:]
        return pattern.format(units=units, partners=partners, task=clause.task)

    def _pattern(self, clause: Clause) -> tuple[str, str]:
        if clause.role == "coordinate":
            return COORDINATE_FORMS[clause.form or "plain"]
        return LEAD_FORMS[clause.form or self.rng.choice(DEFAULT_LEAD_FORMS)]

    def _collective(self) -> set[str]:
        return {key for key, unit in self.facts.units.items() if unit.generic}

    def force_lines(self, fact: NarrativeFact) -> tuple[str, tuple[str, ...]]:
        """What follows the label "Lực lượng triển khai": a text on the same line and the bullets below it."""
        names = [self.long(key) for key in fact.force]
        match fact.force_form:
            case "inline":
                return listed(names, last=" và ") + ".", ()
            case "staff":
                return f"{names[0]} phối hợp nhân sự kỹ thuật {listed(names[1:])}.", ()
            case "media":
                return f"nhân sự truyền thông thuộc {listed(names, last=' và ')}.", ()
            case "one_line":
                return "", (capital(listed(names)) + ".",)
        return "", self._bullets(names)

    def _bullets(self, names: list[str]) -> tuple[str, ...]:
        lines: list[str] = []
        while names:
            take = 2 if len(names) > 1 and self.rng.random() < 0.4 else 1
            lines.append(capital(listed(names[:take], last=" và ")))
            names = names[take:]
        return (*(line + ";" for line in lines[:-1]), lines[-1] + ".")

    def cell(self, fact: TableFact, column: str) -> str:
        """The cell of one row under the column `lead`, `coordinate` or `force`."""
        keys: tuple[str, ...] = getattr(fact, column)
        words = [self.short(key, fact.words) for key in keys]
        last = " và " if column == "force" and keys[-2:] in {("tct", "tcdscd"), ("vhtt", "co_quan")} else ", "
        text = listed(words, last=last)
        return REQUEST + text if column == "lead" and fact.is_request else capital(text)

    def merged_cell(self, fact: TableFact) -> str:
        """Lead and coordinators in one cell."""
        lead = listed([self.short(key, fact.words) for key in fact.lead])
        coordinate = listed([self.short(key, fact.words) for key in fact.coordinate])
        if fact.is_request:
            return f"{REQUEST}{lead} chủ trì; phối hợp: {coordinate}"
        return self.rng.choice(("Chủ trì: {0}; phối hợp: {1}", "{0} chủ trì, phối hợp {1}")).format(
            capital(lead), coordinate
        )
