"""What a procedure is, once its file has been read. Pure, frozen; nothing here looks anything up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dean06.kernel.base.actor import Role
from dean06.kernel.base.money import Dong
from dean06.kernel.cases.deadlines import DeadlineRule


class DecisionList(StrEnum):
    """Lists of the Prime Minister's decisions a service can be on; three different lists, not parts of one."""

    QD_06 = "06"
    QD_422 = "422"
    QD_206 = "206"


class Level(StrEnum):
    """Which tier of government decides."""

    COMMUNE = "commune"
    DISTRICT = "district"  # until 30/6/2025
    PROVINCE = "province"
    CENTRAL = "central"

    @property
    def label(self) -> str:
        """Words for people."""
        names = {"commune": "cấp xã", "district": "cấp huyện", "province": "cấp tỉnh", "central": "trung ương"}
        return names[self.value]


class Channel(StrEnum):
    """How a case came in (KenhThucHien of the national message)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"
    PORTAL = "portal"  # online too, on the national portal; fed to us by it

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            "counter": "trực tiếp",
            "online": "trực tuyến",
            "post": "bưu chính công ích",
            "portal": "Cổng Dịch vụ công quốc gia",
        }[self.value]

    @property
    def is_online(self) -> bool:
        """Whether the law calls it online: on which portal does not matter."""
        return self in (Channel.ONLINE, Channel.PORTAL)

    @property
    def priced_as(self) -> "Channel":
        """Under which channel the fee table has it."""
        return Channel.ONLINE if self.is_online else self


class FieldType(StrEnum):
    """What may be written into a field of a form."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"  # whole
    MONEY = "money"  # whole đồng
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    YES_NO = "yes_no"
    PERSONAL_ID = "personal_id"
    PHONE = "phone"
    EMAIL = "email"
    LIST = "list"  # rows of the same columns: members of a household, places of residence


class Copy(StrEnum):
    """In which form a paper is handed in."""

    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"

    @property
    def label(self) -> str:
        """Words for people."""
        return {"original": "bản chính", "copy": "bản sao", "electronic": "bản điện tử"}[self.value]


class Collected(StrEnum):
    """When a fee is taken."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    RESULT = "result"


class Act(StrEnum):
    """What an officer may do at a step."""

    RECEIVE = "receive"
    REFUSE = "refuse"
    ASSIGN = "assign"
    RETURN = "return"
    ASK_SUPPLEMENT = "ask_supplement"
    ASK_PAYMENT = "ask_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    STOP = "stop"
    EXTEND = "extend"
    DECIDE = "decide"
    HAND_OVER = "hand_over"

    @property
    def label(self) -> str:
        """The word on the button."""
        return ACT_LABELS[self]


ACT_LABELS = {
    Act.RECEIVE: "Tiếp nhận",
    Act.REFUSE: "Từ chối tiếp nhận",
    Act.ASSIGN: "Giao việc",
    Act.RETURN: "Trả lại bước trước",
    Act.ASK_SUPPLEMENT: "Yêu cầu bổ sung",
    Act.ASK_PAYMENT: "Yêu cầu nộp phí, lệ phí",
    Act.CONFIRM_PAYMENT: "Xác nhận đã nộp phí, lệ phí",
    Act.STOP: "Dừng giải quyết",
    Act.EXTEND: "Xin lỗi và hẹn lại",
    Act.DECIDE: "Ký kết quả",
    Act.HAND_OVER: "Trả kết quả",
}


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Holds when a field of the form has one of the values ("true" and "false" for yes and no)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer offered."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One question of a form. ``minimum`` and ``maximum`` bound a number, or the count of rows of a LIST.

    ``past_only`` refuses a day after today. ``prefill`` names where the answer may come from (``PREFILLS``).
    ``columns`` are the questions of each row of a LIST. Without its ``condition`` holding, the field is not asked.
    """

    name: str
    label: str
    type: FieldType
    section: str = ""
    required: bool = True
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    longest: int = 0
    pattern: str = ""
    pattern_message: str = ""
    past_only: bool = False
    condition: Condition | None = None
    prefill: str = ""
    columns: tuple["FieldSpec", ...] = ()


@dataclass(frozen=True, kw_only=True)
class PaperSpec:
    """A paper that belongs to the file. ``document_type``: a document of this type in the wallet satisfies it."""

    code: str
    name: str
    copy: Copy
    count: int = 1
    required: bool = True
    document_type: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class StepSpec:
    """One step inside the office: who, what they may do, in how many working hours (0: not said)."""

    code: str
    title: str
    role: Role
    acts: tuple[Act, ...]
    within_hours: int = 0


@dataclass(frozen=True, kw_only=True)
class Fee:
    """One line of the fee table; ``amount`` None when it hangs on what ``note`` says (a province's table).

    ``condition``: on which answer of the form it is due; None where no answer tells, and ``note`` may say when.
    """

    name: str
    channel: Channel
    amount: Dong | None
    collected: Collected
    note: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Child:
    """A procedure filed together with this one. ``answers``: field of the child -> field of this form."""

    procedure: str
    title: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What the person gets; ``document_type`` names it in the wallet."""

    name: str
    document_type: str


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A procedure as it is in force from ``valid_from`` on, ``valid_until`` excluded (None: without end).

    ``number`` is the national code, empty when not known; ``applicants`` says in words who may file, ``least_age`` from
    which age on by oneself (0: not said). ``register_purpose``: for what the population register is asked when it fills
    the form, a code of the table of purposes.
    ``verified``: somebody held the file against ``source``. ``is_provisional``: the deadline is a stand-in of ours
    until the authority names the day; ``deadline_note`` says what it hangs on, and nobody is promised it.
    """

    code: str
    number: str
    name: str
    lists: tuple[DecisionList, ...]
    applicants: str
    level: Level
    authority: str
    assurance_level: int
    least_age: int
    register_purpose: str
    legal_basis: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    deadline: DeadlineRule
    deadline_note: str
    is_provisional: bool
    fees: tuple[Fee, ...]
    fields: tuple[FieldSpec, ...]
    papers: tuple[PaperSpec, ...]
    steps: tuple[StepSpec, ...]
    children: tuple[Child, ...]
    result: Result
    source: str
    verified: bool

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def field(self, name: str) -> FieldSpec | None:
        """The question of this name."""
        return next((one for one in self.fields if one.name == name), None)

    def step(self, code: str) -> StepSpec | None:
        """The step of this code."""
        return next((one for one in self.steps if one.code == code), None)
