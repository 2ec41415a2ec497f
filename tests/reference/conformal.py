"""Conformal sets by NumPy (its quantile "inverted_cdf" at ⌈(n+1)·level⌉/n) and SciPy's beta-binomial, for conformal.test.ts.

    /usr/bin/python3 tests/reference/conformal.py > tests/reference/conformal.json
"""
import json
import numpy
import scipy
from scipy import stats

SEED = 20261124
rng = numpy.random.default_rng(SEED)
beta = [[k, n, a, b, float(stats.betabinom.cdf(k, n, a, b))]
        for k, n, a, b in ((0, 10, 2, 3), (44, 50, 46, 5), (38, 50, 46, 5), (900, 1000, 451, 50), (850, 1000, 451, 50))]
sets = []
for score in ('lac', 'aps'):
    for level in (0.8, 0.9):
        n, calibrating, classes = 90, 50, 4
        p = rng.dirichlet([0.6] * classes, size=n).round(6)
        p[:, -1] = 1 - p[:, :-1].sum(axis=1)
        truth = numpy.array([rng.choice(classes, p=numpy.abs(row) / numpy.abs(row).sum()) for row in p])
        if score == 'lac':
            scores = 1 - p
        else:
            order = numpy.argsort(-p, axis=1, kind='stable')
            sums = numpy.take_along_axis(p, order, axis=1).cumsum(axis=1)
            scores = numpy.empty_like(p)
            numpy.put_along_axis(scores, order, sums, axis=1)
        own = scores[numpy.arange(n), truth]
        q = numpy.quantile(own[:calibrating], numpy.ceil((calibrating + 1) * level) / calibrating, method='inverted_cdf')
        inside = scores[calibrating:] <= q + 1e-12
        sets.append({'score': score, 'level': level, 'probabilities': p.tolist(), 'truth': truth.tolist(),
                     'calibrating': calibrating, 'threshold': float(q), 'sizes': inside.sum(axis=1).tolist(),
                     'covered': inside[numpy.arange(n - calibrating), truth[calibrating:]].astype(int).tolist()})
print(json.dumps({'tool': f'numpy {numpy.__version__}, scipy {scipy.__version__}', 'seed': SEED, 'betaBinomial': beta, 'sets': sets}))
