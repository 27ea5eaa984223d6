#!/usr/bin/env python3
"""Writes forecast-models.json: reference values for src/forecast from numpy and scipy.

Run: python3 forecast-models.py > forecast-models.json
Ridge is solved as an ordinary least-squares problem with the penalties as extra rows (QR, not
normal equations); the smoothers are written out as weighted sums of the past, not as recursions;
quantiles come from scipy.
"""
import json
import math

import numpy as np
from scipy import stats

rng = np.random.default_rng(1878)


def ridge_case(rows, columns):
    x = rng.normal(size=(rows, columns)).round(6)
    x[rng.random((rows, columns)) < 0.5] = 0
    y = rng.normal(size=rows).round(6)
    w = rng.random(rows).round(6)
    w[rng.random(rows) < 0.2] = 0
    penalties = (rng.random(columns) + 0.05).round(6)
    a = np.vstack([x * np.sqrt(w)[:, None], np.diag(np.sqrt(penalties))])
    b = np.concatenate([y * np.sqrt(w), np.zeros(columns)])
    return dict(rows=rows, columns=columns, design=x.ravel().tolist(), response=y.tolist(),
                weights=w.tolist(), penalties=penalties.tolist(),
                expected=np.linalg.lstsq(a, b, rcond=None)[0].tolist())


def level_case(gain):
    values = rng.normal(size=40).round(6)
    n = len(values)
    expected = sum(gain * (1 - gain) ** (n - 1 - i) * values[i] for i in range(n))
    return dict(gain=gain, values=values.tolist(), expected=expected)


def trend_case(level, slope, damping):
    # State space form: s_t = F s_(t-1) + g e_t, as one linear map of all values.
    values = rng.normal(size=30).round(6)
    f = np.array([[1, damping], [0, damping]])
    h = np.array([[1, damping]])
    g = np.array([[level], [level * slope]])
    d = f - g @ h
    state = sum(np.linalg.matrix_power(d, len(values) - 1 - i) @ g * values[i]
                for i in range(len(values)))
    ahead = 14
    return dict(level=level, slope=slope, damping=damping, values=values.tolist(), ahead=ahead,
                expectedLevel=state[0, 0], expectedSlope=state[1, 0],
                expectedAhead=float((h @ np.linalg.matrix_power(f, ahead - 1) @ state)[0, 0]))


def quantile_case(mean, variance, p):
    shape = mean * mean / variance
    return dict(mean=mean, variance=variance, z=stats.norm.ppf(p),
                expected=stats.gamma.ppf(p, shape, scale=variance / mean))


print(json.dumps(dict(
    meta=dict(source='test/golden/forecast-models.py', numpy=np.__version__),
    ridge=[ridge_case(12, 3), ridge_case(60, 8), ridge_case(10, 15)],
    level=[level_case(g) for g in (0.05, 0.4, 0.8, 1.0)],
    trend=[trend_case(0.15, 0.05, 0.97), trend_case(0.5, 0.3, 0.8)],
    gamma=[quantile_case(m, v, p) for m in (2, 10, 300) for v in (m, 3 * m) for p in
           (0.025, 0.1, 0.5, 0.9, 0.975) if m * m / v > 1.5],
    normal=[dict(p=p, expected=stats.norm.ppf(p)) for p in
            (1e-6, 0.001, 0.0242, 0.0243, 0.1, 0.4, 0.5, 0.6, 0.975, 0.9999)],
), indent=1))
