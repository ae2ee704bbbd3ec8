"""A template of each class for tests: subject, body and link as given."""

from pathlib import Path
from typing import Any

from dean06.kernel.messaging import api as messaging

messaging.register_directory(Path(__file__).with_name("messages"))


def saying(
    subject: str = "Có báo cáo mới", body: str = "Nội dung", link: str = "", kind: str = "notice"
) -> dict[str, Any]:
    """What ``send`` is told to say this."""
    return {"template": f"test.{kind}", "fields": {"subject": subject, "body": body, "link": link}}
