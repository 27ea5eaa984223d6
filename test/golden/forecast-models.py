#!/usr/bin/env python3
"""Writes forecast-models.json: reference values for src/forecast from numpy and scipy.

Run: python3 forecast-models.py > forecast-models.json
Ridge is solved as an ordinary least-squares problem with the penalties as extra rows (QR, not
normal equations); the states of smoothers are one linear system over all days, not a recursion; the
level filter is written out as weighted sums of the past; stacking and quantiles come from scipy.
"""
import json
import math

import numpy as np
from scipy import optimize, stats

HOLD = 0.02
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


def solve_states(gains, step, values):
    """States s_t = F s_(t-1) + g_t (y_t - h s_(t-1)) of all t at once, from one linear system."""
    f, h = step
    n, k = len(values), len(f)
    a = np.eye(n * k)
    b = np.zeros(n * k)
    for t in range(n):
        g = gains(t)
        b[t * k:(t + 1) * k] = g @ np.full(len(h), values[t])
        if t > 0:
            a[t * k:(t + 1) * k, (t - 1) * k:t * k] = -(f - g @ h)
    return np.linalg.solve(a, b)[-k:]


def level_case(slow, fast, persistence):
    values = rng.normal(size=40).round(6)
    f = np.diag([1, persistence])
    # The slow level looks at the value alone, the move at what level and move leave of it.
    h = np.array([[1, 0], [1, 1]])
    state = solve_states(lambda t: np.diag([max(slow, 1 / (t + 2)), persistence * fast]),
                         (f, h), values)
    ahead = 9
    return dict(slow=slow, fast=fast, persistence=persistence, values=values.tolist(), ahead=ahead,
                expected=float(state[0] + state[1] * persistence ** (ahead - 1)))


def trend_case(level, slope, damping):
    values = rng.normal(size=30).round(6)
    f = np.array([[1, damping], [0, damping]])
    h = np.array([[1, damping]])
    state = solve_states(lambda t: np.array([[max(level, 1 / (t + 2))], [level * slope]]),
                         (f, h), values)
    ahead = 14
    return dict(level=level, slope=slope, damping=damping, values=values.tolist(), ahead=ahead,
                expected=float((h @ np.linalg.matrix_power(f, ahead - 1) @ state)[0]))


def weekly_case(level, weekday):
    # A state per day of the week and one for the level; the matrices turn with the days.
    values = rng.normal(size=40).round(6)
    n, k = len(values), 8
    a, b = np.eye(n * k), np.zeros(n * k)
    for t in range(n):
        h = np.zeros((1, k))
        h[0, 0] = h[0, 1 + t % 7] = 1
        g = np.zeros((k, 1))
        g[0, 0], g[1 + t % 7, 0] = max(level, 1 / (t + 2)), weekday
        b[t * k:(t + 1) * k] = g[:, 0] * values[t]
        if t > 0:
            a[t * k:(t + 1) * k, (t - 1) * k:t * k] = -(np.eye(k) - g @ h)
    state = np.linalg.solve(a, b)[-k:]
    ahead = 9
    return dict(level=level, weekday=weekday, values=values.tolist(), ahead=ahead,
                expected=float(state[0] + state[1 + (n + ahead - 1) % 7]))


def singular_case(rows, columns, rank):
    x = rng.normal(size=(rows, rank)) @ rng.normal(size=(rank, columns))
    if rank == min(rows, columns):
        x = x.round(6)
    _, values, vectors = np.linalg.svd(x, full_matrices=False)
    kept = values > 1e-4 * values[0]
    vectors = [v * np.sign(v[np.argmax(np.abs(v))]) for v in vectors[kept]]
    return dict(rows=rows, columns=columns, matrix=x.ravel().tolist(),
                values=values[kept].tolist(), vectors=[v.tolist() for v in vectors])


def filter_case(gain):
    # Exponential smoothing written out as weighted sums of the past.
    rows, columns = 25, 3
    x = rng.normal(size=(rows, columns)).round(6)
    y = rng.normal(size=rows).round(6)
    past = np.array([[gain * (1 - gain) ** (t - 1 - i) if i < t else 0 for i in range(rows)]
                     for t in range(rows)])
    return dict(gain=gain, rows=rows, columns=columns, design=x.ravel().tolist(),
                response=y.tolist(), expectedDesign=(x - past @ x).ravel().tolist(),
                expectedResponse=(y - past @ y).tolist())


def stack_case(rows, members, hold):
    # The same quadratic programme by sequential quadratic programming.
    common = rng.normal(size=(rows, 1))
    e = (common + rng.normal(size=(rows, members)) * (0.2 + rng.random(members)) + 0.1).round(6)
    q = e.T @ e
    pull = hold * np.trace(q)
    cost = lambda w: (w @ q @ w + pull * np.sum((w - 1 / members) ** 2)) / rows
    slope = lambda w: 2 * (q @ w + pull * (w - 1 / members)) / rows
    best = optimize.minimize(cost, np.full(members, 1 / members), jac=slope, method='SLSQP',
                             bounds=[(0, 1)] * members,
                             constraints=[dict(type='eq', fun=lambda w: np.sum(w) - 1,
                                               jac=lambda w: np.ones(members))],
                             options=dict(ftol=1e-14, maxiter=2000))
    return dict(members=members, errors=e.tolist(), expected=best.x.tolist())


def quantile_case(mean, variance, p):
    shape = mean * mean / variance
    return dict(mean=mean, variance=variance, z=stats.norm.ppf(p),
                expected=stats.gamma.ppf(p, shape, scale=variance / mean))


print(json.dumps(dict(
    meta=dict(source='test/golden/forecast-models.py', numpy=np.__version__),
    ridge=[ridge_case(12, 3), ridge_case(60, 8), ridge_case(10, 15)],
    level=[level_case(*c) for c in ((0.05, 0, 1), (0.8, 0, 1), (0.01, 0.3, 0.95),
                                     (0.4, 0.4, 0.8))],
    trend=[trend_case(0.15, 0.05, 0.97), trend_case(0.5, 0.3, 0.8)],
    filter=[filter_case(g) for g in (0.15, 0.4)],
    stack=[stack_case(40, 5, HOLD), stack_case(8, 12, HOLD)],
    gamma=[quantile_case(m, v, p) for m in (2, 10, 300) for v in (m, 3 * m) for p in
           (0.025, 0.1, 0.5, 0.9, 0.975) if m * m / v > 1.5],
    normal=[dict(p=p, expected=stats.norm.ppf(p)) for p in
            (1e-6, 0.001, 0.0242, 0.0243, 0.1, 0.4, 0.5, 0.6, 0.975, 0.9999)],
    weekly=[weekly_case(0.15, 0.3), weekly_case(0.4, 0.1)],
    singular=[singular_case(4, 9, 4), singular_case(12, 5, 5), singular_case(8, 10, 3)],
), indent=1))
