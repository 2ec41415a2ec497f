"""Figures of SciPy and scikit-learn that the numerics are tested against.

Run with Debian's python3: `/usr/bin/python3 tests/reference/make-fixtures.py` writes distributions.json and
metrics.json beside this file. Seed and versions stand in the files.
"""

import json
import warnings
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy
import scipy.stats as st
import sklearn
import sklearn.metrics as sk

SEED = 20261124
HERE = Path(__file__).parent
ORIGIN = {
    "program": "tests/reference/make-fixtures.py",
    "seed": SEED,
    "versions": {"scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__,
                 "mpmath": mp.__version__},
}
warnings.filterwarnings("ignore")


def t_quantile(p, df, start):
    mp.mp.dps = 40
    p, df = mp.mpf(p), mp.mpf(df)
    tail = min(p, 1 - p)
    cdf = lambda t: mp.betainc(df / 2, mp.mpf(0.5), 0, df / (df + t * t), regularized=True) / 2 - tail
    density = lambda t: mp.gamma((df + 1) / 2) / mp.sqrt(df * mp.pi) / mp.gamma(df / 2) * (1 + t * t / df) ** (-(df + 1) / 2)
    t = -abs(mp.mpf(start))
    for _ in range(4):
        t -= cdf(t) / density(t)
    return t if p < 0.5 else -t


def distributions():
    rows = []
    add = lambda name, args, value: rows.append([name, [float(a) for a in args], float(value)])
    for x in [-38, -20, -8, -3, -1.5, -1, -0.1, 0, 1e-9, 0.5, 1.4999, 1.5, 2, 5, 8]:
        add("normalCdf", [x], st.norm.cdf(x))
        add("normalSurvival", [x], st.norm.sf(x))
    for p in [1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.025, 0.05, 0.07, 0.3, 0.5, 0.6, 0.925, 0.95, 0.999, 1 - 1e-10]:
        add("normalQuantile", [p], st.norm.ppf(p))
    for df in [0.5, 1, 2, 3, 4, 9, 30, 49, 100, 1e4, 1e6]:
        for t in [-1e6, -50, -8, -2.1, -1, -0.01, 1e-9, 0, 0.3, 1, 2, 7]:
            add("studentTCdf", [t, df], st.t.cdf(t, df))
        for p in [1e-12, 1e-5, 0.01, 0.05, 0.3, 0.4999, 0.5, 0.8, 0.95, 0.975, 0.9999]:
            # SciPy's quantile is off by up to 1e-9: it is polished to 40 digits.
            add("studentTQuantile", [p, df], t_quantile(p, df, st.t.ppf(p, df)) if p != 0.5 else 0)
    shapes = [(0.5, 0.5), (1, 1), (1, 1000), (7, 44), (8, 43), (850, 151), (9990, 11), (5001, 5000), (1e5, 1e3),
              (3, 1e6), (1e-3, 2), (1, 10), (2.5, 0.1)]
    for a, b in shapes:
        for p in [1e-12, 1e-6, 0.001, 0.025, 0.05, 0.5, 0.95, 0.975, 0.999]:
            x = st.beta.ppf(p, a, b)
            # SciPy's own quantile is checked by its cdf before it becomes a reference.
            if 1e-290 < x < 1 - 1e-9 and abs(st.beta.cdf(x, a, b) / p - 1) < 1e-10:
                add("betaQuantile", [p, a, b], x)
        for x in [1e-8, 1e-3, 0.1, 0.4, 0.5, 0.6, 0.9, 0.95, 0.99, 0.999]:
            if st.beta.cdf(x, a, b) > 1e-290:
                add("betaCdf", [x, a, b], st.beta.cdf(x, a, b))
            if st.beta.sf(x, a, b) > 1e-290:
                add("betaSurvival", [x, a, b], st.beta.sf(x, a, b))
    for n, p in [(10, 0.5), (50, 0.99), (1000, 0.85), (10000, 0.99), (100000, 1e-4)]:
        for q in [0.0, 1e-9, 0.01, 0.3, 0.5, 0.9, 0.999]:
            k = int(st.binom.ppf(q, n, p)) if q > 0 else 0
            add("binomialProbability", [k, n, p], st.binom.pmf(k, n, p))
            add("binomialCdf", [k, n, p], st.binom.cdf(k, n, p))
            add("binomialSurvival", [k, n, p], st.binom.sf(k, n, p))
            if q > 0:
                add("binomialQuantile", [q, n, p], st.binom.ppf(q, n, p))
    for x in [1e-10, 1e-3, 0.1, 0.5, 0.9, 1.1, 1.5, 1.9, 2.1, 3, 10, 14.9, 15.1, 100, 1e6, 1e15]:
        add("logGamma", [x], scipy.special.gammaln(x))
    return [row for row in rows if row[2] == 0 or abs(row[2]) > 1e-290]


def classification(rng, rows, classes, skew, tied, weighted):
    prior = np.array([skew**c for c in range(classes)])
    truth = rng.choice(classes, rows, p=prior / prior.sum())
    truth[:classes] = range(classes)
    logits = rng.normal(size=(rows, classes)) * 1.2 + 1.5 * np.eye(classes)[truth]
    probability = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    if tied:
        probability[:, :-1] = np.round(probability[:, :-1], 1) * 0.9
        probability[:, -1] = 1 - probability[:, :-1].sum(1)
    predicted = probability.argmax(1)
    weights = rng.uniform(0.1, 3, rows) if weighted else None
    w = {"sample_weight": weights}
    labels = list(range(classes))
    expected = {
        "accuracy": sk.accuracy_score(truth, predicted, **w),
        "balancedAccuracy": sk.balanced_accuracy_score(truth, predicted, **w),
        "mcc": sk.matthews_corrcoef(truth, predicted, **w),
        "kappa": sk.cohen_kappa_score(truth, predicted, labels=labels, **w),
        "logLoss": sk.log_loss(truth, probability, labels=labels, **w),
    }
    for average in ["macro", "micro", "weighted"]:
        for name, score in [("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)]:
            expected[name + average.capitalize()] = score(
                truth, predicted, labels=labels, average=average, zero_division=0, **w)
    hot = np.eye(classes)[truth]
    if classes == 2:
        expected["precision"] = sk.precision_score(truth, predicted, zero_division=0, **w)
        expected["recall"] = sk.recall_score(truth, predicted, zero_division=0, **w)
        expected["f1"] = sk.f1_score(truth, predicted, zero_division=0, **w)
        expected["rocAuc"] = sk.roc_auc_score(truth, probability[:, 1], **w)
        expected["averagePrecision"] = sk.average_precision_score(truth, probability[:, 1], **w)
        expected["brier"] = sk.brier_score_loss(truth, probability[:, 1], **w)
    else:
        # One class against the rest, averaged plainly: scikit-learn takes no weights in its own multi-class form.
        expected["rocAuc"] = np.mean([sk.roc_auc_score(hot[:, c], probability[:, c], **w) for c in labels])
        expected["averagePrecision"] = np.mean(
            [sk.average_precision_score(hot[:, c], probability[:, c], **w) for c in labels])
        expected["brier"] = np.average(((probability - hot) ** 2).sum(1), weights=weights)
    return {
        "name": f"{rows} rows, {classes} classes, skew {skew}" + (", ties" if tied else "") + (", weights" if weighted else ""),
        "classes": classes,
        "truth": truth.tolist(),
        "predicted": predicted.tolist(),
        "probabilities": probability.ravel().tolist(),
        "weights": None if weights is None else weights.tolist(),
        "expected": {k: float(v) for k, v in expected.items()},
    }


def regression(rng, rows, skewed, weighted):
    truth = np.round(rng.normal(size=rows) * 3, 2)
    predicted = truth + (rng.exponential(size=rows) if skewed else rng.normal(size=rows))
    weights = rng.uniform(0.1, 3, rows) if weighted else None
    w = {"sample_weight": weights}
    return {
        "name": f"{rows} rows" + (", skewed" if skewed else "") + (", weights" if weighted else ""),
        "truth": truth.tolist(),
        "predicted": predicted.tolist(),
        "weights": None if weights is None else weights.tolist(),
        "expected": {
            "mae": float(sk.mean_absolute_error(truth, predicted, **w)),
            "mse": float(sk.mean_squared_error(truth, predicted, **w)),
            "rmse": float(sk.mean_squared_error(truth, predicted, squared=False, **w)),
            "medianAbsoluteError": float(sk.median_absolute_error(truth, predicted, **w)),
            "r2": float(sk.r2_score(truth, predicted, **w)),
        },
    }


def delong(truth, score):
    """The variance by its definition, O(m·n) (DeLong, DeLong & Clarke-Pearson 1988)."""
    a, b = score[truth == 1], score[truth == 0]
    kernel = (a[:, None] > b[None, :]) + 0.5 * (a[:, None] == b[None, :])
    return float(kernel.mean()), float(kernel.mean(1).var(ddof=1) / len(a) + kernel.mean(0).var(ddof=1) / len(b))


def metrics():
    rng = np.random.default_rng(SEED)
    cases = [classification(rng, rows, classes, skew, tied, weighted)
             for rows, classes, skew, tied, weighted in [
                 (12, 2, 1, False, False), (40, 2, 0.3, True, False), (60, 2, 0.3, True, True), (50, 3, 0.5, False, False),
                 (60, 3, 0.4, True, True), (60, 5, 0.6, True, False)]]
    numbers = [regression(rng, rows, skewed, weighted)
               for rows, skewed, weighted in [(2, False, False), (31, True, False), (40, False, False), (33, True, True)]]
    areas = []
    for rows, digits in [(30, 6), (60, 1), (200, 2)]:
        truth = (rng.uniform(size=rows) < 0.4).astype(int)
        score = np.round(rng.normal(size=rows) + truth, digits)
        areas.append({"truth": truth.tolist(), "scores": score.tolist(), "expected": delong(truth, score)})
    return {"classification": cases, "regression": numbers, "delong": areas}


for name, value in [("distributions", {"rows": distributions()}), ("metrics", metrics())]:
    path = HERE / f"{name}.json"
    path.write_text(json.dumps({"origin": ORIGIN, **value}, separators=(",", ":")) + "\n")
    print(path, path.stat().st_size)
