"""scikit-learn's side: a CSV on a path as argument, a question a line in, {"seconds", "accuracy", "epochs"} a line out."""

import json
import os
import sys
import time
import warnings

os.environ["PYTHONWARNINGS"] = "ignore"  # for the workers too
warnings.filterwarnings("ignore")

try:
    import numpy as np
    from joblib import Parallel, delayed
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneOut, cross_validate
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit()

JOBS = 2


def table(path):
    """Columns of numbers, others one-hot; the last column is the class."""
    with open(path, encoding="utf-8") as file:
        cells = np.array([line.strip().split(",") for line in file.read().strip().split("\n")[1:]], dtype=object)
    numeric, text = [], []
    for column in range(cells.shape[1] - 1):
        try:
            cells[:, column] = cells[:, column].astype(float)
            numeric.append(column)
        except ValueError:
            text.append(column)
    x = cells[:, :-1] if text else cells[:, :-1].astype(float)
    return x, np.unique(cells[:, -1].astype(str), return_inverse=True)[1], numeric, text


def model(asked, seed, jobs):
    scale = "passthrough" if asked["type"] == "random-forest" else StandardScaler()
    one_hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    encoder = make_column_transformer((scale, numeric), (one_hot, text)) if text else scale
    given = asked["with"]
    if asked["type"] == "mlp":
        estimator = MLPClassifier(
            max_iter=given["epochs"], batch_size=given["batch"], tol=0, n_iter_no_change=10**6, random_state=seed
        )
    elif asked["type"] == "random-forest":
        estimator = RandomForestClassifier(n_estimators=given["trees"], random_state=seed, n_jobs=jobs)
    else:
        estimator = LogisticRegression()
    return make_pipeline(encoder, estimator)


def folds(fold_of):
    if not fold_of:
        return LeaveOneOut()
    return [(np.flatnonzero(of != fold), np.flatnonzero(of == fold)) for of in map(np.array, fold_of) for fold in range(5)]


def train_shadows(ask):
    """Trains one model on each half, JOBS at a time; its accuracy is on the other half, not timed."""
    rows = np.array(ask["rows"])
    own_x, own_y = x[rows], y[rows]
    halves = [np.array(list(member)) == "1" for member in ask["member"]]
    start = time.perf_counter()
    models = Parallel(n_jobs=JOBS)(
        delayed(model(ask["estimator"], index, 1).fit)(own_x[half], own_y[half]) for index, half in enumerate(halves)
    )
    seconds = time.perf_counter() - start
    accuracy = np.mean([fitted.score(own_x[~half], own_y[~half]) for fitted, half in zip(models, halves)])
    epochs = sorted({fitted[-1].n_iter_ for fitted in models})
    return {"seconds": seconds, "accuracy": float(accuracy), "epochs": epochs}


x, y, numeric, text = table(sys.argv[1])
scoring = {"accuracy": "accuracy", "epochs": lambda fitted, x, y: getattr(fitted[-1], "n_iter_", 0) if hasattr(fitted[-1], "hidden_layer_sizes") else 0}
for line in sys.stdin:
    ask = json.loads(line)
    if "member" in ask:
        print(json.dumps(train_shadows(ask)), flush=True)
        continue
    of_folds = JOBS if ask["jobs"] == "folds" else 1
    pipeline, cv = model(ask["estimator"], ask["seed"], JOBS if ask["jobs"] == "trees" else 1), folds(ask["foldOf"])
    start = time.perf_counter()
    scores = cross_validate(pipeline, x, y, cv=cv, scoring=scoring, n_jobs=of_folds, error_score="raise")
    seconds = time.perf_counter() - start
    epochs = [int(value) for value in np.unique(scores["test_epochs"])]
    print(json.dumps({"seconds": seconds, "accuracy": float(scores["test_accuracy"].mean()), "epochs": epochs}), flush=True)
