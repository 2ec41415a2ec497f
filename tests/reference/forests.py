"""Writes forests.json with scikit-learn: /usr/bin/python3 tests/reference/forests.py

Metrics by fold (five stratified folds without shuffle; plain ones for diabetes), each the mean over ten seeds, of trees
and forests of the default settings; one-hot columns for German credit's codes; out-of-bag scores on all rows.
Data: tests/fixtures/data. Takes some minutes.
"""

import json
import pathlib
import platform
import warnings

import numpy as np
import sklearn
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.metrics import log_loss, r2_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

SEEDS = range(10)
warnings.filterwarnings("ignore")
here = pathlib.Path(__file__).parent
data = here.parent / "fixtures" / "data"


def numeric(name):
    table = np.loadtxt(data / name, delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1].astype(int)


def german():
    rows = np.array([line.split() for line in (data / "german_credit.data").read_text().splitlines() if line])
    text = [j for j in range(20) if rows[0, j].startswith("A")]
    numbers = [j for j in range(20) if j not in text]
    codes = OneHotEncoder(sparse_output=False).fit_transform(rows[:, text])
    return np.hstack([rows[:, numbers].astype(float), codes]), rows[:, 20].astype(int) - 1


def by_fold(make, x, y, folds, metrics):
    return {
        name: [float(np.mean([metric(make(seed).fit(x[train], y[train]), x[test], y[test]) for seed in SEEDS])) for train, test in folds]
        for name, metric in metrics.items()
    }


CLASSES = {
    "accuracy": lambda model, x, y: model.score(x, y),
    "logLoss": lambda model, x, y: log_loss(y, np.clip(model.predict_proba(x), 1e-15, 1), labels=model.classes_),
}
NUMBERS = {"r2": lambda model, x, y: r2_score(y, model.predict(x))}
classifiers = {
    "decision-tree": lambda seed: DecisionTreeClassifier(random_state=seed),
    "random-forest": lambda seed: RandomForestClassifier(random_state=seed),
    "random-forest, entropy": lambda seed: RandomForestClassifier(random_state=seed, criterion="entropy", min_samples_leaf=3, max_depth=6),
    "random-forest, balanced": lambda seed: RandomForestClassifier(random_state=seed, class_weight="balanced_subsample", max_features=0.5),
    "extra-trees": lambda seed: ExtraTreesClassifier(random_state=seed),
}
regressors = {
    "decision-tree": lambda seed: DecisionTreeRegressor(random_state=seed, min_samples_leaf=5),
    "random-forest": lambda seed: RandomForestRegressor(random_state=seed),
    "extra-trees": lambda seed: ExtraTreesRegressor(random_state=seed),
}
sets = {"breast_cancer": numeric("breast_cancer.csv"), "wine": numeric("wine.csv"), "german_credit": german()}
reference = {
    "program": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, Python {platform.python_version()}",
    "sets": {
        name: {kind: by_fold(make, x, y, list(StratifiedKFold(5).split(x, y)), CLASSES) for kind, make in classifiers.items()}
        for name, (x, y) in sets.items()
    },
    "outOfBag": {
        name: float(np.mean([RandomForestClassifier(random_state=seed, oob_score=True).fit(x, y).oob_score_ for seed in SEEDS]))
        for name, (x, y) in sets.items()
    },
}
x, y = np.loadtxt(data / "diabetes_data_raw.csv"), np.loadtxt(data / "diabetes_target.csv")
reference["sets"]["diabetes"] = {kind: by_fold(make, x, y, list(KFold(5).split(x)), NUMBERS) for kind, make in regressors.items()}
(here / "forests.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
