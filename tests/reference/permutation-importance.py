"""Writes permutation-importance.json: scikit-learn's permutation importance of a small logistic regression.

    /usr/bin/python3 tests/reference/permutation-importance.py
"""

import json
import os

import numpy as np
import sklearn
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression

HERE = os.path.dirname(os.path.abspath(__file__))
data = np.genfromtxt(os.path.join(HERE, "../fixtures/data/breast_cancer.csv"), delimiter=",", skip_header=1)
COLUMNS = [0, 1, 6, 20, 24]
x, y = data[:, COLUMNS], data[:, -1].astype(int)
x = (x - x.mean(0)) / x.std(0)
train, test = np.arange(len(y)) % 5 != 0, np.arange(len(y)) % 5 == 0
model = LogisticRegression(C=1.0).fit(x[train], y[train])
found = {}
for metric, scoring in (("accuracy", "accuracy"), ("logLoss", "neg_log_loss"), ("rocAuc", "roc_auc")):
    result = permutation_importance(model, x[test], y[test], scoring=scoring, n_repeats=400, random_state=0)
    found[metric] = {"mean": result.importances_mean.tolist(), "deviation": result.importances_std.tolist(), "repeats": 400}
with open(os.path.join(HERE, "permutation-importance.json"), "w", encoding="utf-8") as file:
    json.dump({
        "tool": f"scikit-learn {sklearn.__version__}",
        "coefficients": model.coef_[0].tolist(), "intercept": model.intercept_[0],
        "rows": x[test].tolist(), "classes": y[test].tolist(), "importances": found,
    }, file, indent=1)
    file.write("\n")
