"""Reference values of Erlang A far from the ordinary, with 50 digits. Needs Python 3 and mpmath.

    python3 test/golden/erlang-a-extremes.py > test/golden/erlang-a-extremes.json

Nothing is shared with src/erlang: probabilities of the free states come from the incomplete gamma
function, those of the waiting ones from products of rates, an offered wait with j ahead from the
beta law of exp(-wait x theta) (from the Poisson law where nobody hangs up). Where too many states
carry weight, an unlimited queue is integrated over the offered wait instead, and lines without
hanging up are geometric sums; SUMMED says which cases are done both ways.
"""

import json
import sys

from mpmath import exp, expm1, gammainc, ln, loggamma, mp, mpf, quad

mp.dps = 50
TINY = mpf(10) ** -45


def inverse_blocking(load, lines):
    """1 / B = sum over j of lines! / (lines - j)! / load^j, all positive."""
    total, term, j = mpf(1), mpf(1), 0
    while j < lines:
        term *= (lines - j) / load
        j += 1
        total += term
        if term < TINY * total and lines - j < load:
            break
    return total


def by_states(load, agents, theta, threshold, places):
    """Weights relative to all agents busy, nobody waiting. `places` None: until nothing counts."""
    x = exp(-theta * threshold)
    span = threshold if theta == 0 else -expm1(-theta * threshold) / theta
    weight, term = mpf(1), exp(-agents * threshold)
    below, answered_below = term, x * term
    time = lost = mpf(0)
    sums = dict.fromkeys(
        ['busy', 'full', 'waited', 'queue', 'answered', 'answered_wait', 'lost_wait', 'late', 'answered_late'],
        mpf(0))
    j = 0
    while True:
        # j wait; the next call has j ahead and j + 1 departures to go.
        sums['busy'] += weight
        sums['queue'] += j * weight
        if places is not None and j == places:
            sums['full'] = weight
            break
        rate = agents + (j + 1) * theta
        time += 1 / rate
        lost += (j + 1) * theta / rate
        sums['waited'] += weight
        # c / (c + j + 1) is agents / rate: the caller outlasts the others ahead.
        sums['answered'] += weight * agents / rate
        sums['answered_wait'] += weight * agents / rate * time
        sums['lost_wait'] += weight / rate * lost
        sums['late'] += weight * below
        sums['answered_late'] += weight * agents / rate * answered_below
        ratio = load / rate
        weight *= ratio
        term *= (agents + j * theta) * span / (j + 1)
        below += term
        answered_below += x * term * (agents + (j + 1) * theta) / agents
        j += 1
        if places is None or j < places:
            if j > 3 and ratio < 1 and weight < TINY * TINY * (1 - ratio) ** 2 * sums['busy']:
                if places is not None:
                    sums['full'] = exp(log_weight(load, agents, theta, places))
                break
        if j > 3_000_000:
            raise ValueError('too many states')
    return sums


def log_weight(load, agents, theta, k):
    if theta == 0:
        return k * ln(load / agents)
    c = agents / theta
    return k * ln(load / theta) - loggamma(c + k + 1) + loggamma(c + 1)


def by_integral(load, agents, theta, threshold):
    """The density of the offered wait, cut into pieces about its peak; weights as above."""
    def logg(v):
        return -load * expm1(-theta * v) / theta - agents * v
    peak = max(mpf(0), ln(load / agents) / theta)
    top = logg(peak)
    # A drop of 130 on either side is 1e-56.
    def edge(side):
        step = mpf(1) / agents
        while top - logg(peak + side * step) < 130:
            step *= 2
        low, high = step / 2, step
        if top - logg(peak + side * low) > 130:
            low = mpf(0)
        for _ in range(60):
            middle = (low + high) / 2
            if top - logg(peak + side * middle) < 130:
                low = middle
            else:
                high = middle
        return peak + side * high
    right = edge(1)
    left = max(mpf(0), edge(-1)) if peak > 0 else mpf(0)
    def pieces(a, b):
        if not a < b:
            return None
        # Finer about the peak and, for the bend, at small exp(-theta v).
        points = [a + (b - a) * mpf(i) / 24 for i in range(25)]
        points += [peak + (mpf(1) / theta) * s for s in (mpf(1) / 4, mpf(1) / 2, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32)]
        points = sorted(p for p in set(points + [peak]) if a <= p <= b)
        return points
    def moment(f, a, b):
        points = pieces(a, b)
        return mpf(0) if points is None else quad(lambda v: exp(logg(v) - top) * f(v), points)
    def split(f):
        return moment(f, left, right)
    p = lambda v: exp(-theta * v)
    # Late: relative to its own start where the threshold is beyond the peak.
    def late(f):
        if threshold <= left:
            return split(f)
        if threshold <= peak:
            return moment(f, threshold, peak) + moment(f, peak, right)
        step = mpf(1) / agents
        while logg(threshold) - logg(threshold + step) < 130:
            step *= 2
        return moment(f, threshold, threshold + step)
    n = agents
    scale = top
    one = split(lambda v: mpf(1))
    return {
        'scale': scale,
        'busy': n * one,
        'full': mpf(0),
        'waited': n * one,
        'queue': load * n * split(lambda v: -expm1(-theta * v) / theta),
        'answered': n * split(p),
        'answered_wait': n * split(lambda v: v * p(v)),
        'lost_wait': n * split(lambda v: (-expm1(-theta * v) - theta * v * p(v)) / theta),
        'late': n * late(lambda v: mpf(1)),
        'answered_late': n * late(p),
    }


def by_geometry(load, agents, threshold, places):
    """Lines, and nobody hangs up: geometric weights, from the limit down where they rise."""
    rho = load / agents
    q = places
    # Relative to the limit where the load is above the agents; `scale` is its logarithm.
    scale = q * ln(rho) if rho > 1 else mpf(0)
    w = lambda j: exp(j * ln(rho) - scale)
    busy = (w(q + 1) - w(0)) / (rho - 1)
    waited = (w(q) - w(0)) / (rho - 1)
    # sum over j = 0..q of j rho^j
    queue = (q * w(q + 1) - rho * (w(q) - w(0)) / (rho - 1)) / (rho - 1)
    # Departures are Poisson: late = sum over j < q of w(j) P(N <= j); by parts, from closed forms.
    m = agents * threshold
    def cdf(k, mean):
        return gammainc(k + 1, mean, regularized=True)
    # sum_{j<q} rho^j P(N <= j) = (rho^q P(N <= q-1) - sum_{i<q} rho^i P(N = i)) / (rho - 1)
    late = (w(q) * cdf(q - 1, m) - exp(m * (rho - 1) - scale) * cdf(q - 1, m * rho)) / (rho - 1)
    answered_wait = ((queue - q * w(q)) + waited) / agents
    return {
        'scale': scale, 'busy': busy, 'full': w(q), 'waited': waited, 'queue': queue, 'answered': waited,
        'answered_wait': answered_wait, 'lost_wait': mpf(0), 'late': late, 'answered_late': late,
    }


def difference(a, b):
    """0 where only the last digits of 50 are left of it."""
    return mpf(0) if abs(a - b) < TINY else a - b


def outputs(load, aht, patience, agents, trunks, t, how):
    load, aht, t, agents = mpf(load), mpf(aht), mpf(t), mpf(agents)
    theta = mpf(0) if patience is None else aht / mpf(patience)
    threshold = t / aht
    places = None if trunks is None else int(trunks - agents)
    if how == 'states':
        sums = by_states(load, agents, theta, threshold, places)
    elif how == 'integral':
        sums = by_integral(load, agents, theta, threshold)
        if places is not None:
            sums['full'] = exp(log_weight(load, agents, theta, places) - sums['scale'])
    else:
        sums = by_geometry(load, agents, threshold, places)
    scale = sums.pop('scale', mpf(0))
    free = inverse_blocking(load, agents - 1) * agents / load * exp(-scale)
    z = free + sums['busy']
    s = {key: value / z for key, value in sums.items()}
    x = exp(-theta * threshold)
    immediate = free / z
    answered = immediate + s['answered']
    abandoned = theta * s['queue'] / load
    blocked = s['full']
    entered = answered + abandoned
    longer = x * s['late']
    within = difference(answered, s['answered_late'])
    lost_within = difference(abandoned, longer - s['answered_late'])
    assert abs(answered + abandoned + blocked - 1) < mpf(10) ** -25, (answered + abandoned + blocked - 1)
    # Little: time lost in the queue by the answered and by those who hang up.
    assert s['queue'] == 0 or abs((s['answered_wait'] + s['lost_wait']) * load / s['queue'] - 1) < mpf(10) ** -20
    return {
        'blocked_probability': blocked,
        'wait_probability': s['waited'],
        'abandon_probability': abandoned,
        'answered_probability': answered,
        'answered_within_t_probability': within,
        'abandoned_within_t_probability': lost_within,
        'service_level_offered': within,
        'service_level_entered': within / entered,
        'service_level_answered': within / answered,
        'service_level_excl_short_abandons': within / (entered - lost_within),
        'service_level_incl_short_abandons': (within + lost_within) / entered,
        'asa_answered_seconds': s['answered_wait'] / answered * aht,
        'asa_all_entered_seconds': s['queue'] / load / entered * aht,
        'mean_wait_of_delayed_seconds': None if s['waited'] == 0 else s['queue'] / load / s['waited'] * aht,
        'mean_time_to_abandon_seconds': None if abandoned == 0 else s['lost_wait'] / abandoned * aht,
        'mean_queue_length_calls': s['queue'],
        'occupancy': answered * load / agents,
    }


# load, handle time, patience, agents, lines, threshold, how
CASES = [
    # load far above the agents
    (1000, 180, 120, 1, None, 20, 'states'),
    (50, 180, 5, 2, None, 20, 'states'),
    (5000, 300, 3600, 10, None, 600, 'integral'),
    (1e6, 180, 180, 1, None, 20, 'integral'),
    (1e6, 1, 1e9, 1, None, 20, 'integral'),
    (1e6, 1, 1e9, 1, None, 13_815_510_558, 'integral'),
    (2e4, 240, 1200, 5, None, 1990, 'integral'),
    (3e5, 60, 600, 2, None, 7000, 'integral'),
    (40_000, 600, 2400, 3, None, 22_800, 'integral'),
    # patience far shorter or longer than the handle time
    (10, 180, 0.001, 8, None, 20, 'states'),
    (10, 1e6, 0.001, 8, None, 0.0005, 'states'),
    (500, 1e9, 0.001, 490, None, 0, 'states'),
    (10, 180, 1e12, 11, None, 20, 'states'),
    (10, 180, 1e12, 10, None, 20, 'integral'),
    (10, 180, 1e9, 9, None, 1e8, 'integral'),
    (10, 180, 1e9, 9, None, 105_360_516, 'integral'),
    (200, 1800, 60, 320, None, 5, 'states'),
    (200, 1800, 60, 320, None, 600, 'states'),
    # threshold 0, huge
    (100, 300, 60, 90, None, 0, 'states'),
    (100, 300, 60, 90, None, 1e6, 'states'),
    (100, 300, 1e5, 99, None, 1e4, 'integral'),
    (9900, 180, 90, 9700, None, 0, 'states'),
    (9900, 180, 9000, 9700, None, 300, 'integral'),
    (9900, 180, 9000, 9700, None, 0, 'integral'),
    # loads from 1e-6 to 1e6
    (1e-6, 180, 120, 1, None, 20, 'states'),
    (1e-6, 180, 1e7, 3, None, 1, 'states'),
    (1e-100, 180, 120, 2, None, 20, 'states'),
    (0.01, 3600, 10, 1, None, 60, 'states'),
    (50_000, 180, 120, 50_000, None, 1, 'states'),
    (50_000, 180, 120, 49_800, None, 2, 'integral'),
    (50_000, 180, 1e6, 49_990, None, 20, 'integral'),
    (1e6, 180, 120, 1_000_000, None, 0.1, 'integral'),
    (1e6, 180, 120, 1_001_000, None, 0.1, 'states'),
    (1e6, 180, 3600, 998_000, None, 7, 'integral'),
    # lines: as many as agents, one more, a few, many
    (10, 180, 120, 10, 10, 20, 'states'),
    (1e6, 180, 120, 10, 10, 20, 'states'),
    (1e6, 180, 120, 10, 11, 20, 'states'),
    (1e6, 180, None, 1, 2, 20, 'states'),
    (1e-6, 180, None, 1, 3, 20, 'states'),
    (300, 180, 5, 280, 290, 3, 'states'),
    (300, 180, 1e6, 280, 3000, 900, 'states'),
    (300, 180, 1e6, 280, 30_000, 900, 'states'),
    (10, 180, 120, 9, 2_000_000, 20, 'states'),
    (10, 180, 1e6, 9, 2_000_000, 20, 'states'),
    # patience endless, with lines
    (20, 180, None, 14, 60, 20, 'geometry'),
    (100, 180, None, 80, 5000, 9000, 'geometry'),
    (100, 180, None, 100.0, 5000, 3000, 'states'),
    (100, 180, None, 99.0, 20_000, 35_000, 'geometry'),
    (100, 180, None, 101.0, 20_000, 100, 'geometry'),
    (100, 180, None, 80, 2_000_000, 4_400_000, 'geometry'),
    (99_999, 180, None, 100_000, 140_000, 20, 'geometry'),
    (1e5, 180, None, 99_990, 400_000, 540, 'geometry'),
    (1e6, 180, None, 1, 2_000_000, 360_000_000, 'geometry'),
    # lines that cut a queue of the impatient about its middle, or far below it
    (2000, 180, 18_000, 1000, 101_000, 12_476, 'states'),
    (2000, 180, 18_000, 1000, 100_700, 12_400, 'states'),
    (2000, 180, 18_000, 1000, 50_000, 7000, 'states'),
    (1100, 180, 180_000, 1000, 60_000, 9000, 'states'),
    (50, 180, 3600, 3, 900, 7000, 'states'),
    (30_000, 180, 18_000, 3, 2_000_000, 100_000, 'states'),
    (4000, 180, 1800, 7, 30_007, 5000, 'states'),
]


def main():
    cases = []
    for index, (load, aht, patience, agents, trunks, t, how) in enumerate(CASES):
        print(index, how, file=sys.stderr)
        values = outputs(load, aht, patience, agents, trunks, t, how)
        cases.append({
            'id': f'X{index:03d}',
            'kind': 'erlang_a' if trunks is None else 'erlang_a_trunks',
            'inputs': {
                'load_erlangs': load, 'aht_seconds': aht, 'patience_mean_seconds': patience,
                'agents': int(agents), 'trunks': trunks, 'answer_time_seconds': t,
            },
            'computed': how,
            'expected': {key: None if value is None else float(value) for key, value in values.items()},
        })
    lines = ',\n'.join('    ' + json.dumps(case) for case in cases)
    print('{\n  "arithmetic": "mpmath, 50 digits",\n  "cases": [\n' + lines + '\n  ]\n}')


main()
