import json
import sys

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC


def read(path, request):
    types = {c["name"]: float if c["type"] == "numeric" else str for c in request["columns"]}
    types[request["target"]["column"]] = str
    return pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])


def named(request, kind):
    return [column["name"] for column in request["columns"] if column["type"] == kind]


def trained(request, x, y):
    """The whole pipeline, fitted on the training rows of one fold."""
    encode = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), named(request, "numeric")),
        (OneHotEncoder(handle_unknown="ignore"), named(request, "categorical")),
    )
    return make_pipeline(encode, SVC(probability=True, random_state=request["seed"], **request["settings"])).fit(x, y)


for line in sys.stdin:
    request = json.loads(line)
    target = request["target"]
    train, test = read(request["train"], request), read(request["test"], request)
    model = trained(request, train[test.columns], train[target["column"]])
    answers = pd.DataFrame(model.predict_proba(test), columns=model.classes_)
    answers = answers.reindex(columns=target["classes"], fill_value=0.0).add_prefix("probability_")
    answers.insert(0, "prediction", model.predict(test))
    answers.to_csv(request["predictions"], index=False)
    print(json.dumps({"answered": request["training"]}), flush=True)
