"""Writes linear-models.json with scikit-learn: /usr/bin/python3 tests/reference/linear-models.py

Held-out predictions of LinearRegression and Ridge on the raw diabetes columns: five folds without shuffle, and
leave-one-out on every ninth row. Data: tests/fixtures/data.
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

here = pathlib.Path(__file__).parent
data = here.parent / "fixtures" / "data"
x = np.loadtxt(data / "diabetes_data_raw.csv")
y = np.loadtxt(data / "diabetes_target.csv")
models = {
    "linear-regression": LinearRegression(),
    "ridge": make_pipeline(StandardScaler(), Ridge(alpha=1.0, solver="cholesky")),
    "ridge, raw": Ridge(alpha=10.0, solver="cholesky"),
}
reference = {
    "program": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, Python {platform.python_version()}",
    "models": {
        name: {
            "fiveFolds": cross_val_predict(model, x, y, cv=KFold(5)).tolist(),
            "leaveOneOut": cross_val_predict(model, x, y, cv=LeaveOneOut())[::9].tolist(),
        }
        for name, model in models.items()
    },
}
(here / "linear-models.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
