#!/usr/bin/env python3
"""Prints what `with`, `@contextmanager` and `ExitStack` cost in this Python, in ns for each cleanup."""
import contextlib
import platform
import timeit


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@contextlib.contextmanager
def manager():
    yield


def use_class():
    with Manager():
        pass


def use_function():
    with manager():
        pass


def callback():
    pass


def use_stack(size):
    with contextlib.ExitStack() as stack:
        for _ in range(size):
            stack.callback(callback)


def best(subject, cleanups=1, number=20_000):
    runs = max(1, number // cleanups)
    return min(timeit.repeat(subject, number=runs, repeat=7)) / runs / cleanups * 1e9


print(f"\n{platform.python_implementation()} {platform.python_version()}")
print(f"{'cleanups':>10}  {'':28} {'ns each':>12}")
print(f"{1:>10}  {'with, a class':28} {best(use_class):12.2f}")
print(f"{1:>10}  {'with, @contextmanager':28} {best(use_function):12.2f}")
for size in [1, 4, 8, 16, 64, 1_000, 100_000]:
    print(f"{size:>10}  {'ExitStack':28} {best(lambda: use_stack(size), size):12.2f}")
