#!/usr/bin/env python3
"""Writes general-patience-extreme.json: M/M/n+G at its edges, from mpmath with 40 digits.

Run: python3 general-patience-extreme.py > general-patience-extreme.json   (some ten minutes)

The density of the offered wait is exp(lam H(x) - n mu x) with H in closed form (incomplete gamma
functions for Weibull and Erlang). It is integrated by tanh-sinh quadrature between the law's
breaks, the threshold, the peak and the places where the density has fallen by given factors,
found by bisection. Nothing here is shared with the program. Every input is the double that is
printed. `error` is the largest relative difference between two meshes over all integrals.
"""
import json
import sys

import mpmath as mp

mp.mp.dps = 40
M = mp.mpf


def law_of(p):
    """Balking share, H of the rest, survival of the rest, breaks."""
    kind = p["kind"]
    if kind in ("exponential", "balking-exponential"):
        m = M(p["meanSeconds"])
        return (
            M(p.get("balkingShare", 0)),
            lambda x: -m * mp.expm1(-x / m),
            lambda x: mp.exp(-x / m),
            [],
        )
    if kind == "hyperexponential":
        w = [M(x) for x in p["weights"]]
        total = sum(w)
        w = [x / total for x in w]
        m = [M(x) for x in p["meansSeconds"]]
        return (
            M(0),
            lambda x: sum(-a * b * mp.expm1(-x / b) for a, b in zip(w, m)),
            lambda x: sum(a * mp.exp(-x / b) for a, b in zip(w, m)),
            [],
        )
    if kind == "erlang":
        k, m = p["stages"], M(p["meanSeconds"])

        def pois(z):
            out, t = [], mp.exp(-z)
            for j in range(k):
                out.append(t)
                t = t * z / (j + 1)
            return out

        def h(x):
            z = k * x / m
            if z < M(10) ** -6:
                # By its series: x - int P(Erlang <= u) du.
                tail = sum(
                    (-1) ** i * z ** (k + i) / ((k + i) * mp.factorial(i) * mp.factorial(k - 1)) / (k + i + 1)
                    for i in range(12)
                )
                return x - tail * x
            terms = pois(z)
            # H = (1/nu) sum_{j<k} P(Erlang(j+1) <= x)
            total, below = M(0), M(0)
            for j in range(k):
                below += terms[j]
                total += 1 - below
            return total * m / k

        return M(0), h, lambda x: sum(pois(k * x / m)), []
    if kind == "weibull":
        s, k = M(p["scaleSeconds"]), M(p["shape"])
        return (
            M(0),
            lambda x: s / k * mp.gammainc(1 / k, 0, (x / s) ** k) if x > 0 else M(0),
            lambda x: mp.exp(-((x / s) ** k)),
            [],
        )
    if kind == "deterministic":
        v = M(p["valueSeconds"])
        return M(0), lambda x: min(x, v), lambda x: M(1) if x < v else M(0), [v]
    breaks = [M(x) for x in p["breaksSeconds"]]
    hazards = [M(x) for x in p["hazardPerSecond"]]

    def walk(x):
        total, left = M(0), M(1)
        for i, (b, r) in enumerate(zip(breaks, hazards)):
            if x <= b:
                break
            end = min(x, breaks[i + 1]) if i + 1 < len(breaks) else x
            d = end - b
            total += left * (d if r == 0 else -mp.expm1(-r * d) / r)
            left *= mp.exp(-r * d)
        return total, left

    return M(p["balkingShare"]), lambda x: walk(x)[0], lambda x: walk(x)[1], breaks[1:]


def solve(case):
    load, aht, n, t = M(case["load"]), M(case["handleTimeSeconds"]), case["agents"], M(case["thresholdSeconds"])
    lam, out = load / aht, n / aht
    b, h0, s0, breaks = law_of(case["patience"])
    cache = {}

    def h(x):
        if x not in cache:
            cache[x] = (1 - b) * h0(x)
        return cache[x]

    surv = lambda x: (1 - b) * s0(x)
    fall = lambda x: out * x - lam * h(x)
    # Peak of the density: survival = n / load.
    peak = M(0)
    if surv(M(0)) * lam > out:
        hi = aht / n
        while surv(hi) * lam > out:
            hi *= 2
        lo = M(0)
        for _ in range(160):
            mid = (lo + hi) / 2
            lo, hi = (mid, hi) if surv(mid) * lam > out else (lo, mid)
        peak = hi
        for v in breaks:
            if abs(peak / v - 1) < M(10) ** -30:
                peak = v
    top = fall(peak)

    def where(drop, sign):
        """Distance from the peak at which the density has fallen by exp(-drop)."""
        hi = aht / n
        if sign < 0:
            if fall(M(0)) - top <= drop:
                return None
            lo, hi = M(0), peak
        else:
            while fall(peak + hi) - top < drop:
                hi *= 2
            lo = M(0)
        for _ in range(100):
            mid = (lo + hi) / 2
            lo, hi = (mid, hi) if fall(peak + sign * mid) - top < drop else (lo, mid)
        return peak + sign * hi

    drops = [M(x) / 4 for x in (1, 4, 12, 28, 50, 80, 120, 170, 230, 300, 400, 560, 800, 1200, 2000, 3000)]
    last = case.get("drops", 13)
    points = {M(0), peak}
    for d in drops[:last]:
        points.add(where(d, 1))
        left = where(d, -1)
        if left is not None:
            points.add(left)
    reach_low = where(drops[last - 1], -1) or M(0)
    reach_high = where(drops[last - 1], 1)
    points |= {v for v in breaks + [t] if reach_low < v < reach_high}
    for scale in case.get("scales", []):
        points |= {v for v in [M(scale) * M(10) ** k for k in (-4, -3, -2, -1, 0, 1)] if reach_low < v < reach_high}
    points = sorted(x for x in points if reach_low <= x <= reach_high)

    inverse = M(1)
    for k in range(1, n):
        inverse = 1 + inverse * k / load
    free = inverse / lam * mp.exp(top)

    def integrals(mesh):
        soon, late = [M(0)] * 5, [M(0)] * 5
        for lo, hi in zip(mesh, mesh[1:]):
            s = surv
            if case["patience"]["kind"] == "deterministic":
                # The end of an interval may be the jump itself.
                s = lambda x, there=M(hi <= breaks[0]): there
            v = lambda x: mp.exp(top - fall(x))
            fs = [
                v,
                lambda x: v(x) * s(x),
                lambda x: v(x) * (1 - s(x)),
                lambda x: v(x) * s(x) * x,
                lambda x: v(x) * (h(x) - x * s(x)),
            ]
            into = late if lo >= t else soon
            for i, f in enumerate(fs):
                into[i] += mp.quad(f, [lo, hi])
        return soon, late

    coarse = integrals(points)
    soon, late = integrals(sorted(points + [(lo + hi) / 2 for lo, hi in zip(points, points[1:])]))
    error = max(
        abs((a + b) / (c + d) - 1) for a, b, c, d in zip(*coarse, soon, late) if c + d != 0
    )
    total = free + soon[0] + late[0]
    surv_t, cdf_t = surv(t), 1 - surv(t)
    answered = (free + soon[1] + late[1]) / total
    hung = (soon[2] + late[2]) / total
    within = (free + soon[1]) / total
    longer = surv_t * late[0] / total
    mean = (soon[3] + late[3] + soon[4] + late[4]) / total
    return {
        "waitProbability": (soon[0] + late[0]) / total,
        "answeredProbability": answered,
        "abandonProbability": hung,
        "answeredWithinThreshold": within,
        "abandonedWithinThreshold": (soon[2] + cdf_t * late[0]) / total,
        "excludingShortAbandons": within / (within + longer),
        "occupancy": answered * load / n,
        "averageWaitSeconds": mean,
        "averageSpeedOfAnswerSeconds": (soon[3] + late[3]) / total / answered,
        "averageTimeToAbandonSeconds": None if hung == 0 else (soon[4] + late[4]) / total / hung,
        "meanQueueLength": lam * mean,
    }, error


def case(load, handle, agents, threshold, patience, **more):
    return {
        "load": load, "handleTimeSeconds": handle, "agents": agents, "thresholdSeconds": threshold,
        "patience": patience, **more,
    }


exp = lambda m: {"kind": "exponential", "meanSeconds": m}
balk = lambda b, m: {"kind": "balking-exponential", "balkingShare": b, "meanSeconds": m}
hyper = lambda w, m: {"kind": "hyperexponential", "weights": w, "meansSeconds": m}
erl = lambda k, m: {"kind": "erlang", "stages": k, "meanSeconds": m}
wei = lambda s, k: {"kind": "weibull", "scaleSeconds": s, "shape": k}
det = lambda v: {"kind": "deterministic", "valueSeconds": v}
haz = lambda b, t, r: {"kind": "piecewise-hazard", "balkingShare": b, "breaksSeconds": t, "hazardPerSecond": r}

CASES = [
    case(1000, 180, 10, 20, exp(120)),
    case(50000, 180, 40000, 60, exp(600)),
    case(0.01, 300, 3, 10, exp(60)),
    case(200, 180, 100, 0, balk(0.3, 90)),
    case(10, 180, 8, 20, balk(1, 60)),
    case(100, 240, 90, 30, hyper([0.2, 0.8], [0.001, 100000]), scales=[0.001]),
    case(2000, 300, 2000, 5, hyper([0.1, 0.3, 0.6], [2, 40, 900]), scales=[2]),
    case(8, 200, 3, 100, hyper([0.5, 0.5], [0.5, 5000]), scales=[0.5]),
    case(10, 180, 8, 20, erl(2, 0.01), scales=[0.01]),
    case(40, 180, 44, 20, erl(5, 100)),
    case(300, 180, 250, 45, erl(50, 60)),
    case(12, 180, 14, 30, erl(50, 60), drops=16),
    case(200000, 180, 190000, 40, erl(2, 120)),
    case(30, 200, 20, 20, wei(60, 0.3), scales=[1e-3, 60]),
    case(500, 200, 500, 10, wei(60, 0.3), scales=[1e-6, 1e-2]),
    case(0.5, 200, 2, 15, wei(60, 0.3), scales=[1e-3, 60]),
    case(5, 200, 6, 15, wei(0.001, 0.3), scales=[1e-6, 1e-2, 60]),
    case(30, 200, 20, 20, wei(60, 8)),
    case(2000, 180, 2000, 20, wei(60, 8)),
    case(2, 300, 4, 60, wei(90, 8), drops=16),
    case(5000, 300, 500, 120, wei(120, 2.5)),
    case(11, 180, 8, 90, det(60)),
    case(11, 180, 8, 0, det(60)),
    case(3, 180, 6, 20, det(900), drops=16),
    case(10000, 180, 9000, 20, det(30)),
    case(500, 180, 50, 59, det(60)),
    case(20, 180, 15, 20, haz(0.05, [0, 20, 60], [0, 0.01, 0])),
    case(40, 180, 24, 20, haz(0.1, [0, 10, 120], [0.002, 0.005, 0])),
    case(2000, 180, 1990, 1000000, haz(0.02, [0, 5, 20, 60, 120], [0.01, 0.02, 0.005, 0.01, 0.004])),
    case(9, 180, 10, 30, haz(0, [0], [0])),
    case(10, 0.02, 11, 0.001, wei(0.01, 1.7)),
    case(25, 1000000, 22, 20000, erl(3, 400000)),
    case(1000, 180, 1000, 20, exp(1e9)),
    case(1.2, 180, 1, 20, wei(200, 0.5), scales=[1e-3, 1]),
]

# Only these cases' numbers, or all.
wanted = [int(a) for a in sys.argv[1:] if a.isdigit()]
cases = []
for index, entry in enumerate(CASES):
    if wanted and index not in wanted:
        continue
    expected, error = solve(entry)
    inputs = {k: v for k, v in entry.items() if k not in ("drops", "scales")}
    cases.append(
        {
            "id": f"X{index + 1:02d}",
            "inputs": inputs,
            "expected": {k: None if v is None else float(v) for k, v in expected.items()},
            "error": float(error),
        }
    )
    print(entry["patience"]["kind"], index, mp.nstr(error, 3), file=sys.stderr)
json.dump({"meta": {"generator": "general-patience-extreme.py"}, "cases": cases}, sys.stdout, indent=1)
