"""Writes forests.json with scikit-learn: /usr/bin/python3 tests/reference/forests.py

Metrics by fold (five stratified folds without shuffle; plain ones for diabetes), each the mean over ten seeds, of trees
and forests of the default settings, but 30 trees for digits and for every eleventh row of Adult; one-hot columns for
text; out-of-bag scores on all rows. Data: tests/fixtures/data. Takes some minutes.
"""

import csv
import gzip
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


def adult():
    with gzip.open(data / "adult.csv.gz", "rt") as file:
        rows = np.array(list(csv.reader(file))[1:][::11])
    numbers = [0, 2, 8, 10]
    text = [j for j in range(11) if j not in numbers]
    codes = OneHotEncoder(sparse_output=False).fit_transform(rows[:, text])
    return np.hstack([rows[:, numbers].astype(float), codes]), (rows[:, 11] == ">50K").astype(int)


def by_fold(make, x, y, folds, metrics):
    scores = {name: [] for name in metrics}
    for train, test in folds:
        models = [make(seed).fit(x[train], y[train]) for seed in SEEDS]
        for name, metric in metrics.items():
            scores[name].append(float(np.mean([metric(model, x[test], y[test]) for model in models])))
    return scores


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
few = {
    "random-forest, 30 trees": lambda seed: RandomForestClassifier(30, random_state=seed),
    "extra-trees, 30 trees": lambda seed: ExtraTreesClassifier(30, random_state=seed),
}
pixels = np.loadtxt(data / "digits.csv", delimiter=",")
sets = {"breast_cancer": numeric("breast_cancer.csv"), "wine": numeric("wine.csv"), "german_credit": german()}
reference = {
    "program": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, Python {platform.python_version()}",
    "sets": {
        name: {kind: by_fold(make, x, y, list(StratifiedKFold(5).split(x, y)), CLASSES) for kind, make in classifiers.items()}
        for name, (x, y) in sets.items()
    }
    | {
        name: {kind: by_fold(make, x, y, list(StratifiedKFold(5).split(x, y)), CLASSES) for kind, make in few.items()}
        for name, (x, y) in {"digits": (pixels[:, :-1], pixels[:, -1].astype(int)), "adult": adult()}.items()
    },
    "outOfBag": {
        name: float(np.mean([RandomForestClassifier(random_state=seed, oob_score=True).fit(x, y).oob_score_ for seed in SEEDS]))
        for name, (x, y) in sets.items()
    },
}
x, y = np.loadtxt(data / "diabetes_data_raw.csv"), np.loadtxt(data / "diabetes_target.csv")
reference["sets"]["diabetes"] = {kind: by_fold(make, x, y, list(KFold(5).split(x)), NUMBERS) for kind, make in regressors.items()}
(here / "forests.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
