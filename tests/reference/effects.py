"""Writes effects.json with scikit-learn: /usr/bin/python3 tests/reference/effects.py

Partial dependence and individual curves by `sklearn.inspection.partial_dependence` (method brute) of a regression tree
on the first 200 rows of diabetes and of the boosted trees of its docstring; accumulated local effects and Friedman's H of the
same tree written down again here with NumPy, from the papers (Apley & Zhu 2020; Friedman & Popescu 2008). Debian 12: python3-sklearn 1.2.1.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.inspection import partial_dependence
from sklearn.tree import DecisionTreeRegressor

here = pathlib.Path(__file__).parent


def nodes(tree):
    t = tree.tree_
    return {"features": t.feature.tolist(), "thresholds": t.threshold.tolist(), "left": t.children_left.tolist(),
            "right": t.children_right.tolist(), "values": t.value[:, 0, 0].tolist()}


data = here.parent / "fixtures" / "data"
x = np.loadtxt(data / "diabetes_data_raw.csv")[:200]
y = np.loadtxt(data / "diabetes_target.csv")[:200]
tree = DecisionTreeRegressor(max_depth=5, random_state=0).fit(x, y)
shown = x[:60]


def curves(feature):
    found = partial_dependence(tree, shown, [feature], kind="both", method="brute", grid_resolution=8)
    return {"feature": feature, "grid": found["values"][0].tolist(), "average": found["average"][0].tolist(),
            "individual": found["individual"][0].tolist()}


def accumulated(feature, bins):
    values = shown[:, feature]
    edges = np.unique(np.quantile(values, np.linspace(0, 1, bins + 1)))
    of = np.clip(np.searchsorted(edges, values, side="left") - 1, 0, len(edges) - 2)
    low, high = shown.copy(), shown.copy()
    low[:, feature], high[:, feature] = edges[of], edges[of + 1]
    change = tree.predict(high) - tree.predict(low)
    local = np.array([change[of == b].mean() if (of == b).any() else 0 for b in range(len(edges) - 1)])
    effects = np.concatenate([[0], np.cumsum(local)])
    counts = np.bincount(of, minlength=len(edges) - 1)
    mean = ((effects[1:] + effects[:-1]) / 2 * counts).sum() / counts.sum()
    return {"feature": feature, "bins": bins, "edges": edges.tolist(), "effects": (effects - mean).tolist()}


def strength(first, second, rows):
    z = shown[:rows]

    def dependence(features):
        means = np.empty(rows)
        for i in range(rows):
            mixed = z.copy()
            mixed[:, features] = z[i, features]
            means[i] = tree.predict(mixed).mean()
        return means - means.mean()

    joint, one, two = dependence([first, second]), dependence([first]), dependence([second])
    return {"first": first, "second": second, "rows": rows,
            "h": float(np.sqrt(((joint - one - two) ** 2).sum() / (joint ** 2).sum()))}


boosted = GradientBoostingClassifier(random_state=0).fit([[0, 0, 2], [1, 0, 0]], [0, 1])
json.dump({
    "program": "tests/reference/effects.py",
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "tree": nodes(tree),
    "curves": [curves(8), curves(2)],
    "accumulated": [accumulated(8, 10), accumulated(2, 7)],
    "interactions": [strength(8, 2, 30), strength(8, 3, 30)],
    "boosted": {"rate": boosted.learning_rate, "average": partial_dependence(
        boosted, [[0, 0, 2], [1, 0, 0]], [0], percentiles=(0, 1), grid_resolution=2)["average"][0].tolist(), "trees": [nodes(one) for one in boosted.estimators_[:, 0]]},
}, open(here / "effects.json", "w"))
