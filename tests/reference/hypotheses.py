"""Figures of hypothesis tests and divergences by SciPy, for fixtures.test.ts' neighbour hypotheses.test.ts.

    /usr/bin/python3 tests/reference/hypotheses.py > tests/reference/hypotheses.json
"""
import json
import numpy
import scipy
from scipy import stats
import sklearn
from sklearn.linear_model import LogisticRegression

SEED = 20261124
rng = numpy.random.default_rng(SEED)
chi = [[x, df, float(stats.chi2.sf(x, df))] for df in (1, 2, 5, 30, 200) for x in (0.01, 0.5, 1, 3.8, 10, 40, 150, 400)]
ks = []
for n, m, shift in ((5, 7, 0), (20, 30, 0.5), (60, 40, 0.2), (1, 1, 0), (100, 3, 1)):
    a, b = numpy.sort(rng.normal(size=n)), numpy.sort(rng.normal(size=m) + shift)
    result = stats.ks_2samp(a, b, mode='exact')
    ks.append({'first': a.tolist(), 'second': b.tolist(), 'statistic': float(result.statistic), 'p': float(result.pvalue)})
kolmogorov = [[x, float(stats.kstwobign.sf(x))] for x in (0.2, 0.5, 0.8, 0.99, 1, 1.36, 2, 3)]
fisher = [[a, n, b, m, float(stats.fisher_exact([[a, n - a], [b, m - b]])[1])]
          for a, n, b, m in ((48, 80, 12, 40), (3, 10, 9, 12), (0, 5, 5, 5), (50, 100, 50, 100), (400, 1000, 450, 1000))]
fisher_less = [[a, n, b, m, float(stats.fisher_exact([[a, n - a], [b, m - b]], alternative='less')[1])]
               for a, n, b, m in ((12, 40, 48, 80), (3, 10, 9, 12), (0, 5, 5, 5), (50, 100, 50, 100), (400, 1000, 450, 1000))]
tables = []
for first, second in (([16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8]), ([5, 5, 8], [40, 60, 80]), ([30, 0, 4], [10, 20, 6])):
    statistic, p, df, _ = stats.chi2_contingency([first, second], correction=False)
    tables.append({'first': first, 'second': second, 'statistic': float(statistic), 'df': int(df), 'p': float(p)})
exact = [[b, c, float(stats.binomtest(min(b, c), b + c, 0.5).pvalue)] for b, c in ((1, 9), (12, 15), (121, 59), (4, 4))]
noncentral = [[x, df, lam, float(stats.ncx2.sf(x, df, lam))] for df in (2, 4, 9, 30) for lam in (1e-9, 1, 10, 100) for x in (1, 5, 15, 60, 150)]
logits = rng.normal(size=80) * 2
outcomes = (rng.uniform(size=80) < 1 / (1 + numpy.exp(-(0.4 + 0.7 * logits)))).astype(int)
fit = LogisticRegression(penalty=None, solver='newton-cg', tol=1e-12, max_iter=1000).fit(logits[:, None], outcomes)
recalibration = {'probabilities': (1 / (1 + numpy.exp(-logits))).tolist(), 'outcomes': outcomes.tolist(),
                 'intercept': float(fit.intercept_[0]), 'slope': float(fit.coef_[0, 0])}
whitney = []
for n, m, shift, digits in ((12, 9, 0.5, 8), (40, 60, 0.3, 8), (30, 20, 0, 0), (200, 150, -0.1, 1)):
    a, b = numpy.round(rng.normal(size=n) + shift, digits), numpy.round(rng.normal(size=m), digits)
    result = stats.mannwhitneyu(a, b, alternative='greater', method='asymptotic')
    whitney.append({'first': a.tolist(), 'second': b.tolist(), 'statistic': float(result.statistic), 'p': float(result.pvalue)})
five = []
for shift in (0, 0.02, 0.05):
    d = (rng.normal(size=(5, 2)) * 0.03 + shift).round(6)
    s2 = ((d - d.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    t, f = d[0, 0] / numpy.sqrt(s2.mean()), (d ** 2).sum() / (2 * s2.sum())
    five.append({'differences': d.ravel().tolist(), 't': float(t), 'tP': float(2 * stats.t.sf(abs(t), 5)),
                 'f': float(f), 'fP': float(stats.f.sf(f, 10, 5))})
print(json.dumps({'tool': f'scipy {scipy.__version__}, numpy {numpy.__version__}, scikit-learn {sklearn.__version__}', 'seed': SEED, 'chiSquareSurvival': chi,
                  'kolmogorovSmirnov': ks, 'kolmogorovSurvival': kolmogorov, 'fisherExact': fisher, 'fisherExactLess': fisher_less, 'mannWhitneyGreater': whitney, 'homogeneity': tables,
                  'mcnemarExact': exact, 'noncentralChiSquareSurvival': noncentral, 'recalibration': recalibration, 'fiveByTwo': five}))
