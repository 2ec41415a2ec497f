"""Writes mlp.json with scikit-learn 1.2.1: /usr/bin/python3 tests/reference/mlp.py

`trajectories`: networks after some epochs of one batch from given weights, so that no shuffle and no draw separates
two programs. `scores`: held-out accuracy and log loss by fold (five stratified ones without shuffle) of networks with
scikit-learn's defaults but for the epochs, all of them trained, each fold's mean over 3 seeds; numeric columns
standardised, text one-hot; of Adult every eleventh row. Data: tests/fixtures/data; the small tables are numpy's
default_rng(11).
"""

import csv
import gzip
import json
import pathlib
import platform
import warnings

import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore", category=ConvergenceWarning)
here = pathlib.Path(__file__).parent
data = here.parent / "fixtures" / "data"
rng = np.random.default_rng(11)
NEVER = {"tol": 0.0, "n_iter_no_change": 1_000_000}


def rounded(values):
    return [float(np.float32(value)) for value in np.asarray(values).ravel()]


def trained_from(model, x, y, coefs, intercepts):
    """Fits with the first weights given instead of drawn."""
    first = iter(list(zip(coefs, intercepts)))
    model._init_coef = lambda fan_in, fan_out, dtype: tuple(part.copy() for part in next(first))
    return model.fit(x, y)


def trajectory(loss, activation, solver, hidden):
    n, inputs, classes = 24, 4, {"binary": 2, "multinomial": 3, "regression": 1}[loss]
    outputs = 3 if loss == "multinomial" else 1
    x = rng.normal(size=(n, inputs)).astype(np.float32).astype(float)
    y = np.arange(n) % classes if classes > 1 else np.float32(x[:, 0] - x[:, 1] ** 2).astype(float)
    widths = [inputs, *hidden, outputs]
    coefs = [rng.uniform(-0.6, 0.6, size=pair).astype(np.float32).astype(float) for pair in zip(widths, widths[1:])]
    intercepts = [rng.uniform(-0.3, 0.3, size=to).astype(np.float32).astype(float) for to in widths[1:]]
    settings = dict(
        hidden_layer_sizes=hidden, activation=activation, solver=solver, alpha=0.05, batch_size=n, max_iter=30, **NEVER
    )
    rate = {"adam": 0.01, "sgd": 0.05}[solver]
    kind = MLPRegressor if loss == "regression" else MLPClassifier
    model = trained_from(kind(learning_rate_init=rate, **settings), x, y, coefs, intercepts)
    flat = lambda c, i: [number for pair in zip(c, i) for part in pair for number in rounded(part)]
    answers = model.predict(x) if loss == "regression" else model.predict_proba(x)
    return {
        "loss": loss, "activation": activation, "solver": solver, "hidden": list(hidden),
        "l2": 0.05, "momentum": 0.9, "learningRate": rate, "epochs": 30,
        "x": rounded(x), "y": [float(value) for value in y],
        "initial": flat(coefs, intercepts), "trained": flat(model.coefs_, model.intercepts_),
        "answers": rounded(answers[:, 1] if loss == "binary" else answers),
    }  # fmt: skip


def numeric_classes(name, skip):
    table = np.loadtxt(data / name, delimiter=",", skiprows=skip)
    return table[:, :-1].astype(object), [], table[:, -1].astype(int)


def german_credit():
    rows = np.array([line.split() for line in (data / "german_credit.data").read_text().splitlines() if line])
    return rows[:, :20].astype(object), [j for j in range(20) if rows[0, j].startswith("A")], rows[:, 20].astype(int) - 1


def adult():
    with gzip.open(data / "adult.csv.gz", "rt") as file:
        rows = np.array(list(csv.reader(file))[1:][::11])
    return rows[:, :11].astype(object), [1, 3, 4, 5, 6, 7, 9], (rows[:, 11] == ">50K").astype(int)


def scores(x, text, y, epochs):
    numbers = [column for column in range(x.shape[1]) if column not in text]
    columns = ColumnTransformer([("numbers", StandardScaler(), numbers), ("text", OneHotEncoder(handle_unknown="ignore"), text)])
    result = {"epochs": epochs, "accuracy": [], "logLoss": []}
    for train, test in StratifiedKFold(5).split(x, y):
        runs = [
            make_pipeline(columns, MLPClassifier(random_state=seed, max_iter=epochs, **NEVER)).fit(x[train], y[train])
            for seed in range(3)
        ]
        result["accuracy"].append(float(np.mean([run.score(x[test], y[test]) for run in runs])))
        result["logLoss"].append(float(np.mean([log_loss(y[test], run.predict_proba(x[test])) for run in runs])))
    return result


reference = {
    "program": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, Python {platform.python_version()}",
    "trajectories": [
        trajectory(loss, activation, solver, hidden)
        for loss in ("binary", "multinomial", "regression")
        for activation, solver, hidden in (
            ("relu", "adam", (5,)),
            ("tanh", "adam", (5, 3)),
            ("relu", "sgd", (6, 4, 3)),
            ("tanh", "sgd", (5,)),
        )
    ],
    "scores": {
        "breast_cancer": scores(*numeric_classes("breast_cancer.csv", 1), 200),
        "wine": scores(*numeric_classes("wine.csv", 1), 200),
        "digits": scores(*numeric_classes("digits.csv", 0), 50),
        "german_credit": scores(*german_credit(), 50),
        "adult": scores(*adult(), 20),
    },
}
(here / "mlp.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
