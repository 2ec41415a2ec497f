"""Writes held-out-predictions.json with scikit-learn 1.2.1: /usr/bin/python3 tests/reference/held-out-predictions.py

Held-out predictions of LogisticRegression (newton-cg, tol 1e-10), LinearRegression and Ridge, row i in fold i mod 5, and
of the same on breast cancer with every row left out once, each a fit of its own. Numeric columns standardised, text
one-hot, both learnt inside the folds. Linear models predict the class's number, logistic regression of diabetes
whether the target is above its median. LinearRegression gets each text column without its first level: of redundant
columns it keeps singular values of 4e-15, with coefficients of 1e11 and predictions off by 5e-4 on Adult (against
numpy's lstsq with rcond 1e-10). Of Adult every 45th row is kept. Data: tests/fixtures/data. Takes some minutes.
"""

import csv
import gzip
import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import LeaveOneOut, PredefinedSplit, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

here = pathlib.Path(__file__).parent
data = here.parent / "fixtures" / "data"


def numeric_classes(name):
    table = np.loadtxt(data / name, delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1].astype(int)


def adult():
    with gzip.open(data / "adult.csv.gz", "rt") as file:
        rows = list(csv.reader(file))[1:]
    x = np.empty((len(rows), 11), dtype=object)
    for column in range(11):
        values = [row[column] for row in rows]
        x[:, column] = values if column in ADULT_TEXT else [float(value) for value in values]
    return x, np.array([int(row[11] == ">50K") for row in rows])


ADULT_TEXT = [1, 3, 4, 5, 6, 7, 9]


def prepared(model, text, columns, drop=None):
    numbers = [column for column in range(columns) if column not in text]
    parts = [("numbers", StandardScaler(), numbers)]
    if text:
        parts.append(("text", OneHotEncoder(handle_unknown="ignore", drop=drop, sparse_output=False), text))
    return make_pipeline(ColumnTransformer(parts), model)


def rounded(values):
    return [float(f"{value:.9g}") for value in np.asarray(values, dtype=float).ravel()]


def predictions(x, y, numbers, text, split, every):
    logistic = LogisticRegression(C=1.0, solver="newton-cg", tol=1e-10, max_iter=100)
    columns = x.shape[1]
    probabilities = cross_val_predict(prepared(logistic, text, columns), x, y, cv=split, method="predict_proba")
    linear = {"linear-regression": (LinearRegression(), "first"), "ridge": (Ridge(alpha=1.0, solver="cholesky"), None)}
    return {
        "logistic-regression": rounded(probabilities[::every]),
        **{
            name: rounded(cross_val_predict(prepared(model, text, columns, drop), x, numbers, cv=split)[::every])
            for name, (model, drop) in linear.items()
        },
    }


def five_folds(x, y, numbers, text=(), every=1):
    return predictions(x, y, numbers, list(text), PredefinedSplit(np.arange(len(y)) % 5), every)


sets = {name: numeric_classes(f"{name}.csv") for name in ("breast_cancer", "wine")}
progression = np.loadtxt(data / "diabetes_target.csv")
above = (progression > np.median(progression)).astype(int)
cancer, malignant = sets["breast_cancer"]
reference = {
    "program": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, Python {platform.python_version()}",
    "fiveFolds": {
        **{name: five_folds(x, y, y) for name, (x, y) in sets.items()},
        "diabetes": five_folds(np.loadtxt(data / "diabetes_data_raw.csv"), above, progression),
        "adult": five_folds(*adult(), adult()[1], ADULT_TEXT, 45),
    },
    "leaveOneOut": {"breast_cancer": predictions(cancer, malignant, malignant, [], LeaveOneOut(), 1)},
}
(here / "held-out-predictions.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
