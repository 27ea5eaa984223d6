"""Writes erlang-extremes.json: Erlang B and C where they are hardest, with 36 digits.

Nothing here uses the recursion of the program: 1/B is the integral of e^-u (1 + u/A)^x over u > 0,
by quadrature (its own estimate of its error
is checked to be below 1e-24). Metrics belong to the exact binary value of each input, staffing and lines to the
decimal that is printed.

Run: python3 test/golden/erlang-extremes.py   (Python >= 3.9, mpmath)
"""
import json
import pathlib
from fractions import Fraction

from mpmath import exp, findroot, log, log1p, mp, mpf, quad, sqrt

mp.dps = 36


def inverse(load, lines):
    """1/B(load, lines) for any real lines >= 0."""
    a, x = mpf(load), mpf(lines)
    peak = max(mpf(0), x - a)
    at_peak = -peak + x * log1p(peak / a)
    # Widths of the integrand: near its peak, and of its tail on the right.
    width = min(sqrt(x + 1), (a + peak) / abs(a + peak - x)) if a + peak != x else sqrt(x + 1)
    width = max(width, mpf(1))
    edges = {mpf(0), peak}
    for k in (1, 2, 4, 7, 11, 16, 23, 32, 45, 64, 90, 128, 180):
        edges.add(peak + k * width)
        if peak - k * width > 0:
            edges.add(peak - k * width)
    if a < 1:
        # (1 + u/A)^x bends at u = A.
        edges.update(a * mpf(10) ** k for k in range(-3, 8) if a * mpf(10) ** k < 100)
    f = lambda u: exp(-u + x * log1p(u / a) - at_peak)
    value, error = quad(f, sorted(edges), error=True, method="gauss-legendre")
    assert error < value * mpf(10) ** -24, (load, lines, error)
    return exp(at_peak) * value


def erlang_b(load, lines):
    i = inverse(load, lines)
    return {"blockedProbability": 1 / i, "carriedLoad": mpf(load) * (1 - 1 / i)}


def erlang_c(load, handle, agents, threshold, share):
    a, h, n = mpf(load), mpf(handle), mpf(agents)
    c = 1 / (1 + (inverse(a, n) - 1) * (1 - a / n))
    wait = h / (n - a)
    decay = log(c / (1 - mpf(share)))
    return {
        "waitProbability": c,
        "serviceLevel": 1 - c * exp(-mpf(threshold) / wait),
        "averageSpeedOfAnswerSeconds": c * wait,
        "averageWaitOfDelayedSeconds": wait,
        "meanQueueLength": c * a / (n - a),
        "occupancy": a / n,
        "waitQuantileSeconds": max(mpf(0), decay * wait),
    }


def root(f, low, high):
    """Root of a rising function between two positive numbers, in their logarithms."""
    g = lambda y: f(exp(y))
    return exp(findroot(g, (log(mpf(low)), log(mpf(high))), solver="anderson", tol=mpf(10) ** -50, verify=False))


def extended_b(load, lines, recall):
    a, r = mpf(load), mpf(recall)
    miss = lambda t: t - r * t / inverse(t, lines) - a
    high = a * 2 + 1
    while miss(high) < 0:
        high *= 4
    total = a if miss(a) == 0 else root(lambda t: miss(t) / a, a, high)
    assert abs(miss(total)) < a * mpf(10) ** -20
    blocked = 1 / inverse(total, lines)
    return {
        "totalLoad": total,
        "blockedProbability": blocked,
        "carriedLoad": total * (1 - blocked),
        "lostLoad": (1 - r) * total * blocked,
    }


def load_for_blocking(lines, share):
    p = mpf(share)
    f = lambda t: -log(inverse(t, lines) * p)
    low = high = mpf(lines) / (1 - p)
    while f(low) > 0:
        low /= 2
    load = root(f, low, min(high, 2 * low))
    assert abs(f(load)) < mpf(10) ** -20
    return {"load": load}


def least(low, passes):
    """Least whole number that passes, for a test that stays passed."""
    step, high = 1, low
    while not passes(high):
        low, high, step = high + 1, high + step, 2 * step
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle) else (middle + 1, high)
    return low


def agents_c(volume, step, handle, threshold, level, asa, occupancy):
    load = Fraction(volume) * Fraction(handle) / Fraction(step)
    a = mpf(load.numerator) / load.denominator

    def passes(n):
        c = 1 / (1 + (inverse(a, n) - 1) * (1 - a / n))
        wait = mpf(handle) / (n - a)
        slack = mpf(10) ** -25
        return (
            (level is None or c * exp(-mpf(threshold) / wait) <= (1 - mpf(level)) * (1 + slack))
            and (asa is None or c * wait <= mpf(asa) * (1 + slack))
            and (occupancy is None or a / n <= mpf(occupancy) * (1 + slack))
        )

    return {"agents": least(load.numerator // load.denominator + 1, passes)}


def lines_b(volume, step, handle, share):
    a = mpf(volume) * mpf(handle) / mpf(step)
    slack = mpf(10) ** -25
    return {"lines": least(1, lambda n: 1 / inverse(a, n) <= mpf(share) * (1 + slack))}


def hair(load):
    """A load, and the least double of agents above it that is a hair off."""
    return load, float(mpf(load) * (1 + mpf(2) ** -40))


B = [
    (1e-6, 1), (1e-6, 5), (1e-6, 0.5), (1e-6, 1e-3), (0.03, 0.97), (1, 1e-9), (1.5, 0.25), (1.4999, 0.75),
    (1, 150), (100, 3), (100, 50.5), (253.32, 163.11), (1000, 850), (5000, 4600.25), (5000, 4646),
    (10000, 10000), (50000, 49000), (50000, 50250.5), (50000, 58000), (1e6, 1e6), (1e6, 993999),
    (1e6, 994000.5), (1e6, 1036000), (1e6, 7.5), (999999.5, 0.5), (60, 13.7), (62, 15.5), (64, 17),
]
C = [
    (1e-6, 180, 1, 20, 0.9), (1e-6, 1e-6, 2e-6, 1e-6, 0.5), (0.999999, 180, 1, 1e9, 0.99),
    (*hair(10)[:1], 180, hair(10)[1], 20, 0.8), (*hair(0.3)[:1], 300, hair(0.3)[1], 0, 0.1),
    (*hair(50000)[:1], 180, hair(50000)[1], 20, 0.99), (*hair(1e6)[:1], 1, hair(1e6)[1], 1e6, 0.999),
    (999999.999, 240, 1e6, 20, 0.5), (1e6, 0.001, 1000001, 1e-6, 0.25), (1e6, 1e9, 1003000, 1e5, 0.999999),
    (50000, 180, 50100, 20, 0.95), (50000, 3600, 50500.25, 0.01, 0.3), (10000, 1e-6, 10050, 1e-9, 0.7),
    (100, 180, 101, 1e12, 0.999999999), (100, 180, 250, 1e-12, 0.5), (5, 1e-3, 5.0001, 1000, 0.2),
    (0.5, 240, 0.50000001, 86400, 0.6), (2, 1e8, 3, 1, 0.01), (1e-3, 60, 40, 0, 0.999), (1000, 180, 1010.5, 20, 0.8),
    (75.5, 300, 80.1, 1e-300, 1e-12), (10, 180, 14, 20, 0.82586806640495), (10, 180, 14, 20, 0.826),
]
EXTENDED = [
    (1e-6, 1, 1 - 1e-9), (5, 10, 1.0), (9.999999, 10, 1.0), (10, 10, 1 - 1e-9), (12, 10, 1 - 1e-12),
    (100, 10, 0.999999), (1e5, 3, 0.5), (9.5, 10, 1 - 2**-53), (1e6, 1, 1 - 2**-53), (200, 190, 0.3),
    (2000, 2010, 1.0), (999.9999999, 1000, 1.0), (50000, 50100, 0.9), (7, 10, 1e-12), (20, 100, 1.0),
]
LOADS = [
    (1, 0.5), (15, 0.01), (15, 1e-12), (200, 0.02), (1000, 1e-6), (5, 0.999), (0.5, 0.2), (2.7, 0.001),
    (50000, 0.005), (900000, 0.05), (3, 1e-30),
]
# (volume, step, handle time, threshold, level, average speed of answer, occupancy), as decimals.
AGENTS = [
    ("0.000001", "900", "180", "20", "0.8", None, None), ("5", "1800", "180", "0", "0.5", None, None),
    ("10", "1800", "180", "0", "0.6666666666666666", None, None),
    ("10", "1800", "180", "0", "0.6666666666666667", None, None),
    ("5", "1800", "180", "20", None, "180", None), ("5", "1800", "180", "20", None, "179.99999999999997", None),
    ("10", "1800", "180", "20", None, "60", None), ("10", "1800", "180", "20", None, "59.99999999999999", None),
    ("100", "1800", "180", "20", "0.999999999999999", None, None), ("100", "1800", "180", "100000", "0.999", None, None),
    ("100", "1800", "180", "0.000001", "0.01", None, None), ("21", "900", "90", "20", "0", None, "0.7"),
    ("66", "900", "75", "0", None, None, "0.55"), ("3", "3.3", "1.1", "20", "0", None, None),
    ("0.7", "0.1", "0.1", "1", "0.1", None, "0.7"), ("1000000", "900", "180", "20", "0.8", None, "0.999"),
    ("5000000", "900", "180", "20", "0.8", None, None), ("250000", "900", "180", "0", "0.5", None, None),
    ("250000", "900", "180", "20", "0.99", "0.001", None), ("5000000", "900", "0.00001", "20", "0.8", None, None),
    ("99.99999999", "1800", "180", "20", "0", None, None), ("100.00000001", "1800", "180", "20", "0", None, None),
]
LINES = [
    ("1", "1", "1", "0.2"), ("1", "1", "1", "0.19999999999999998"), ("20", "1800", "60", "0.4"), ("1", "3", "1", "0.25"),
    ("2", "3", "1", "0.4"), ("2", "3", "1", "0.3999999999999999"), ("2", "1", "1", "0.4"), ("3", "1", "1", "0.75"),
    ("500000", "3600", "360", "0.000001"), ("5000000", "900", "180", "0.3"), ("0.001", "900", "1", "0.000000001"),
]

doubles = lambda values: {k: v if isinstance(v, int) else float(v) for k, v in values.items()}


def rows(names, run, cases):
    return [{"inputs": dict(zip(names, one)), "expected": doubles(run(*one))} for one in cases]


out = {
    "generator": "erlang-extremes.py",
    "erlangB": rows(("load", "lines"), erlang_b, B),
    "erlangC": rows(("load", "handleTimeSeconds", "agents", "thresholdSeconds", "share"), erlang_c, C),
    "extendedB": rows(("load", "lines", "recallFraction"), extended_b, EXTENDED),
    "loadForBlocking": rows(("lines", "maxBlocking"), load_for_blocking, LOADS),
    "agents": rows(
        ("volume", "stepSeconds", "handleTimeSeconds", "thresholdSeconds", "serviceLevel",
         "averageSpeedOfAnswerSeconds", "maxOccupancy"), agents_c, AGENTS),
    "lines": rows(("volume", "stepSeconds", "handleTimeSeconds", "maxBlocking"), lines_b, LINES),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, indent=2) + "\n")
