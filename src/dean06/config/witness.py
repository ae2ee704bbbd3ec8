"""Where the witness of the audit log is, and the key it signs with."""

from typing import Any

from dean06.config import env, sandbox
from dean06.kernel.base.addresses import is_safe_url

DEMO_NAME = "Bên làm chứng thử nghiệm (hư cấu)"


def django_settings(*, demo: bool) -> dict[str, Any]:
    """The appointed witness: address, key or file of the key, name. In a demo without one it is the twin.

    The twin writes its key when it first starts, maybe after us: so a file is named, and read when the key is needed.
    """
    url = env.text("DEAN06_WITNESS_URL")
    if url and not is_safe_url(url):
        raise env.ConfigurationError(f"DEAN06_WITNESS_URL={url!r} không dùng được: cần một địa chỉ https")
    if demo and not url:
        twin = sandbox.twin("witness")
        return {"url": twin.url, "key": "", "key_file": sandbox.witness_state() / "witness.pub", "name": DEMO_NAME}
    return {
        "url": url,
        "key": env.text("DEAN06_WITNESS_KEY"),
        "key_file": None,
        "name": env.text("DEAN06_WITNESS_NAME"),
    }
