"""What is read from the cache is data and can be nothing else."""

import pickle

import pytest
from django.conf import settings
from django.core.cache import cache
from redis import Redis

from config.processes.json_cache import JsonSerializer


@pytest.mark.parametrize("value", [1, 1.5, True, None, "催", [1, None], {"a": [0.5]}])
def test_what_json_can_say_comes_back(value: object) -> None:
    cache.set("test:json", value, 60)
    assert cache.get("test:json") == value


def test_numbers_are_counted_up() -> None:
    cache.set("test:count", 1, 60)
    assert cache.incr("test:count") == 2


def test_nothing_but_data_is_taken() -> None:
    with pytest.raises(TypeError):
        cache.set("test:json", object())


def test_what_somebody_else_pickled_there_is_not_run() -> None:
    class Runs:
        def __reduce__(self) -> tuple[object, ...]:
            return (pytest.fail, ("it was run",))

    with pytest.raises(ValueError):
        JsonSerializer().loads(pickle.dumps(Runs()))
    with Redis.from_url(settings.CACHES["default"]["LOCATION"]) as outside:
        outside.set(":1:test:json", pickle.dumps(Runs()), ex=60)
    with pytest.raises(ValueError):
        cache.get("test:json")
