"""Confidence sequences by NumPy and SciPy, straight from the formulas and in logarithms, for sequential.test.ts.

Betting: K(m) = mean over f of prod_t (1 - f + f x_t / m_t), f = ((j + 1/2)/12)^2; the lower bound at time t is the root of
max over s <= t of log K_s(m) = log(2/error), by scipy.optimize.brentq, the upper bound that of 1 - x. Without replacement
m_t = (N m - sum of x before t)/(N - t + 1), and the mean is at least the sum of x over N. Empirical Bernstein: Waudby-Smith &
Ramdas 2024, theorem 2, and 2020, theorem 3.2.

    /usr/bin/python3 tests/reference/sequential.py > tests/reference/sequential.json
"""
import json
import numpy
import scipy
from scipy.optimize import brentq
from scipy.special import logsumexp

SEED = 20261126
rng = numpy.random.default_rng(SEED)
SHARES = ((numpy.arange(12) + 0.5) / 12) ** 2


def highest(m, x, bank):
    t = numpy.arange(len(x))
    before = numpy.concatenate([[0], x.cumsum()[:-1]])
    mean = numpy.full(len(x), m) if bank is None else (bank * m - before) / (bank - t)
    if (mean <= 0).any():
        return 1e9
    logs = numpy.log1p(SHARES[:, None] * (x / mean - 1)).cumsum(axis=1)
    return max(0, float((logsumexp(logs, axis=0) - numpy.log(12)).max()))


def lower(x, error, bank):
    wanted = numpy.log(2 / error)
    low, high = 1e-12, 1 - 1e-12
    sure = 0.0 if bank is None else float(x.sum()) / bank
    if highest(low, x, bank) < wanted:
        return sure
    return max(sure, brentq(lambda m: highest(m, x, bank) - wanted, low, high, xtol=1e-13, rtol=1e-14, maxiter=500))


def bernstein(x, error, bank):
    n = len(x)
    t = numpy.arange(1, n + 1)
    mean = (0.5 + x.cumsum()) / (t + 1)
    variance = (0.25 + ((x - mean) ** 2).cumsum()) / (t + 1)
    earlier_mean = numpy.concatenate([[0.5], mean[:-1]])
    earlier_variance = numpy.concatenate([[0.25], variance[:-1]])
    lam = numpy.minimum(0.5, numpy.sqrt(2 * numpy.log(2 / error) / (earlier_variance * t * numpy.log1p(t))))
    v = 4 * (x - earlier_mean) ** 2
    psi = (-numpy.log1p(-lam) - lam) / 4
    before = numpy.concatenate([[0], x.cumsum()[:-1]])
    left = numpy.inf if bank is None else bank - t + 1
    weights = (lam * (1 + (t - 1) / left)).cumsum()
    centre = (lam * (x + before / left)).cumsum() / weights
    half = (numpy.log(2 / error) + (v * psi).cumsum()) / weights
    low, high = centre - half, centre + half
    if bank is not None:
        low, high = numpy.maximum(low, x.cumsum() / bank), numpy.minimum(high, (x.cumsum() + bank - t) / bank)
    return max(0.0, float(low.max())), min(1.0, float(high.min()))


streams = {
    'population, rate 0.97': ((rng.random(400) < 0.97).astype(float), None),
    'population, rate 0.5': ((rng.random(400) < 0.5).astype(float), None),
    'population, rate 0.01': ((rng.random(400) < 0.01).astype(float), None),
    'population, all right': (numpy.ones(300), None),
    'population, means of five answers': (rng.binomial(5, rng.beta(6, 2, size=300)) / 5, None),
    'population, beta': (rng.beta(2, 5, size=300).round(6), None),
    'bank, 470 of 500 right': (rng.permutation(numpy.r_[numpy.ones(470), numpy.zeros(30)])[:450], 500),
    'bank, beta': (rng.beta(5, 2, size=200).round(6)[:180], 200),
}
cases = []
for name, (x, bank) in streams.items():
    for error in (0.05, 0.01):
        times = [t for t in (1, 10, 60, 150, 299, 400, 450) if t <= len(x)]
        cases.append({'name': name, 'bank': bank, 'error': error, 'at': times, 'stream': x.tolist() if error == 0.05 else None,
                      'betting': [[lower(x[:t], error, bank), 1 - lower(1 - x[:t], error, bank)] for t in times],
                      'empiricalBernstein': [bernstein(x[:t], error, bank) for t in times]})
print(json.dumps({'tool': f'numpy {numpy.__version__}, scipy {scipy.__version__}', 'seed': SEED, 'cases': cases}))
