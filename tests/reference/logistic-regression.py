"""Writes logistic-regression.json with scikit-learn 1.2.1: /usr/bin/python3 tests/reference/logistic-regression.py

Exact optima (newton-cg, tol 1e-10), fold assignments, and a pipeline with gaps, text columns and levels that a fold
has not seen. Data: tests/fixtures/data; the mixed table is drawn with numpy's default_rng(7) and kept in the file.
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedGroupKFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

here = pathlib.Path(__file__).parent
data = here.parent / "fixtures" / "data"


def read(name):
    table = np.loadtxt(data / name, delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1].astype(int)


def regression(C):
    return LogisticRegression(C=C, solver="newton-cg", tol=1e-10, max_iter=200)


def fold_of(splitter, *arguments):
    folds = np.zeros(len(arguments[0]), dtype=int)
    for fold, (_, test) in enumerate(splitter.split(*arguments)):
        folds[test] = fold
    return folds


def rounded(values):
    return np.round(np.asarray(values, dtype=float), 9).tolist()


def held_out(model, x, y, folds):
    probabilities = np.zeros((len(y), len(np.unique(y))))
    for fold in range(folds.max() + 1):
        test = folds == fold
        probabilities[test] = model.fit(x[~test], y[~test]).predict_proba(x[test])
    return probabilities


def data_set(name):
    x, y = read(name)
    folds = fold_of(StratifiedKFold(5), x, y)
    groups = np.arange(len(y)) // 4
    scaled = make_pipeline(StandardScaler(), regression(1.0))
    return {
        "file": name,
        "kFold": fold_of(KFold(5), x).tolist(),
        "stratifiedKFold": folds.tolist(),
        "stratifiedGroupKFold": fold_of(StratifiedGroupKFold(5), x, y, groups).tolist(),
        "probabilities": {str(C): rounded(make_pipeline(StandardScaler(), regression(C)).fit(x, y).predict_proba(x)) for C in (0.01, 1.0)},
        "heldOut": rounded(held_out(scaled, x, y, folds)),
    }


def mixed():
    rng = np.random.default_rng(7)
    n = 120
    numeric = np.round(rng.normal([3, -200], [1, 40], size=(n, 2)), 3)
    numeric[rng.random((n, 2)) < 0.1] = np.nan
    colour = rng.choice(["red", "green", "blue", "rare"], n, p=[0.5, 0.3, 0.19, 0.01]).astype(object)
    colour[3] = "rare"
    shape = rng.choice(["round", "square"], n).astype(object)
    shape[rng.random(n) < 0.15] = None
    score = np.nan_to_num(numeric[:, 0] - 3) + (colour == "red") + rng.normal(0, 1, n)
    y = (score > 0.5).astype(int)
    x = np.empty((n, 4), dtype=object)
    x[:, :2], x[:, 2], x[:, 3] = numeric, colour, shape
    encoder = ColumnTransformer(
        [
            ("numeric", make_pipeline(SimpleImputer(), StandardScaler()), [0, 1]),
            (
                "text",
                make_pipeline(
                    SimpleImputer(missing_values=None, strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")
                ),
                [2, 3],
            ),
        ]
    )
    folds = fold_of(StratifiedKFold(4), x, y)
    return {
        "numeric": [[None if np.isnan(value) else float(value) for value in row] for row in numeric],
        "colour": colour.tolist(),
        "shape": shape.tolist(),
        "y": y.tolist(),
        "folds": folds.tolist(),
        "heldOut": rounded(held_out(make_pipeline(encoder, regression(0.5)), x, y, folds)),
    }


reference = {
    "program": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, Python {platform.python_version()}",
    "sets": [data_set("breast_cancer.csv"), data_set("wine.csv")],
    "mixed": mixed(),
}
(here / "logistic-regression.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
