"""scikit-learn's side of bench/mlp.mjs: a line of JSON in, {"seconds", "accuracy"} out. /usr/bin/python3."""

import json
import os
import sys
import time
import warnings

os.environ["PYTHONWARNINGS"] = "ignore"  # for the workers too
warnings.filterwarnings("ignore")

import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

tables = {}


def table(path):
    """Columns of numbers are standardised, others one-hot; the last column is the class."""
    if path not in tables:
        with open(path, encoding="utf-8") as file:
            cells = np.array([line.strip().split(",") for line in file.read().strip().split("\n")[1:]], dtype=object)
        numeric, text = [], []
        for column in range(cells.shape[1] - 1):
            try:
                cells[:, column] = cells[:, column].astype(float)
                numeric.append(column)
            except ValueError:
                text.append(column)
        encoder = make_column_transformer(
            (StandardScaler(), numeric), (OneHotEncoder(handle_unknown="ignore", sparse_output=False), text)
        )
        x = cells[:, :-1] if text else cells[:, :-1].astype(float)
        tables[path] = x, np.unique(cells[:, -1].astype(str), return_inverse=True)[1], encoder if text else StandardScaler()
    return tables[path]


for line in sys.stdin:
    ask = json.loads(line)
    x, y, encoder = table(ask["data"])
    network = MLPClassifier(
        max_iter=ask["epochs"], batch_size=ask["batch"], tol=0, n_iter_no_change=10**6, random_state=ask["seed"]
    )
    splits = RepeatedStratifiedKFold(n_splits=5, n_repeats=ask["repeats"], random_state=ask["seed"])
    start = time.perf_counter()
    scores = cross_validate(make_pipeline(encoder, network), x, y, cv=splits, n_jobs=ask["jobs"], error_score="raise")
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "accuracy": float(scores["test_score"].mean())}), flush=True)
