"""The emergency account at the terminal."""

import argparse

import pyotp
import pytest

from dean06.kernel.base import clock
from dean06.kernel.identity import cli, totp
from dean06.kernel.identity.models import BreakGlassAccount

SECRET = totp.new_secret()
PASSWORD = "một mật khẩu thật dài"


@pytest.fixture
def terminal(monkeypatch, db):
    """Answers to the questions asked; returns a function that runs the command."""
    answers = {"passwords": [PASSWORD, PASSWORD], "code": pyotp.TOTP(SECRET).at(clock.now())}
    monkeypatch.setattr(totp, "new_secret", lambda: SECRET)
    monkeypatch.setattr("getpass.getpass", lambda prompt: answers["passwords"].pop(0))
    monkeypatch.setattr("builtins.input", lambda prompt: answers["code"])

    def run(*words: str) -> int:
        parser = argparse.ArgumentParser()
        cli.add_arguments(parser)
        return cli.run(parser.parse_args(words))

    run.answers = answers
    return run


def test_create_asks_proves_and_says_it_is_still_off(terminal, capsys):
    assert terminal("create", "--holder", "Cao Xuân Trường") == 0
    assert BreakGlassAccount.objects.get().holder == "Cao Xuân Trường"
    assert "DEAN06_BREAK_GLASS=1" in capsys.readouterr().out


def test_create_refuses_two_different_passwords(terminal, capsys):
    terminal.answers["passwords"] = [PASSWORD, "khác"]
    assert terminal("create", "--holder", "Ai") == 1
    assert not BreakGlassAccount.objects.exists()
    assert "không giống nhau" in capsys.readouterr().err


def test_create_wants_to_see_the_authenticator_work(terminal, capsys):
    terminal.answers["code"] = "000000"
    assert terminal("create", "--holder", "Ai") == 1
    assert not BreakGlassAccount.objects.exists()


def test_status_and_revoke(terminal, capsys):
    assert terminal("status") == 0
    assert "chưa có" in capsys.readouterr().out
    assert terminal("revoke") == 1
    terminal("create", "--holder", "Ai")
    assert terminal("revoke") == 0
    assert BreakGlassAccount.objects.get().revoked_at is not None
