"""The peer of bench/forests.mjs: scikit-learn's random forest, five folds, n_jobs=2. Reads one data set, then answers each
line on standard input with the seconds of one cross-validation (encoding, training, answers) and its accuracy.

    /usr/bin/python3 bench/forests.py breast-cancer FILE | adult FILE
"""

import sys
import time

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

kind, path = sys.argv[1:3]
lines = [line.strip().split(",") for line in open(path, encoding="utf8") if line.strip()]
head, rows = lines[0], lines[1:]
if kind == "adult":
    y = np.array([row[-1] for row in rows])
    columns = [np.array([row[j] for row in rows]) for j in range(len(head) - 1)]
    text = [j for j, column in enumerate(columns) if not column[0].lstrip("-").isdigit()]
    numbers = [j for j in range(len(columns)) if j not in text]
    x = np.empty((len(y), len(columns)), dtype=object)
    for j, column in enumerate(columns):
        x[:, j] = column if j in text else column.astype(float)
    encoder = [ColumnTransformer([("n", "passthrough", numbers), ("t", OneHotEncoder(handle_unknown="ignore", sparse_output=False), text)])]
else:
    x, y = np.array([row[:-1] for row in rows], dtype=float), np.array([row[-1] for row in rows])
    encoder = []

seed = 0
for line in sys.stdin:
    seed += 1
    start = time.perf_counter()
    right = 0
    for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(x, y):
        model = make_pipeline(*encoder, RandomForestClassifier(n_estimators=100, random_state=seed, n_jobs=2))
        right += np.sum(model.fit(x[train], y[train]).predict_proba(x[test]).argmax(1) == np.searchsorted(np.unique(y), y[test]))
    print(time.perf_counter() - start, right / len(y), flush=True)
