"""The circuit breaker of the adapters, on a clock the test moves."""

from dean06.kernel.base.breaker import Breaker


class Watch:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_the_breaker_opens_half_opens_and_closes() -> None:
    watch = Watch()
    breaker = Breaker(2, 30, watch)
    breaker.failed()
    assert breaker.wait_s() == 0
    breaker.failed()
    assert breaker.wait_s() == 30
    watch.seconds += 30
    assert breaker.wait_s() == 0, "one caller may try"
    assert breaker.wait_s() == 30, "the next one waits for its result"
    breaker.failed()
    watch.seconds += 31
    assert breaker.wait_s() == 0
    breaker.succeeded()
    assert breaker.wait_s() == 0
    breaker.failed()
    assert breaker.wait_s() == 0, "a success starts the count anew"
