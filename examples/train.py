"""Trains the models of the examples and writes them, with their data, beside each example's subject.

    /usr/bin/python3 examples/train.py SOURCE

SOURCE is a folder with `breast_cancer.csv` (scikit-learn's copy of UCI WDBC), `german_credit.data` and
`vehicle_silhouettes.csv` (UCI Statlog), and `adult.csv` (UCI Adult, rows without missing values). The results are committed; this script is how they came to be. Debian 12: python3-sklearn 1.2.1,
python3-onnx 1.12. Graphs are written with onnx.helper, the way any exporter would: typed columns in, label and
probabilities out.
"""
import csv
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).parent
SOURCE = pathlib.Path(sys.argv[1])
SEED = 20261124


def write_csv(path, header, rows):
    with open(path, "w", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def save(path, nodes, inputs, outputs, initializers, doc):
    graph = helper.make_graph(nodes, "model", inputs, outputs, initializers)
    model = helper.make_model(
        graph,
        producer_name="assay-examples",
        opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 2)],
        doc_string=doc,
    )
    model.ir_version = 7
    onnx.checker.check_model(model)
    onnx.save(model, path)


def save_logistic(path, scaler, model, doc):
    """Standardised logistic regression of two classes: one float tensor in, label and ZipMap out."""
    classes = list(model.classes_)
    nodes = [
        helper.make_node(
            "Scaler", ["X"], ["scaled"], domain="ai.onnx.ml",
            offset=scaler.mean_.tolist(), scale=(1 / scaler.scale_).tolist(),
        ),
        helper.make_node(
            "LinearClassifier", ["scaled"], ["label", "raw_probabilities"], domain="ai.onnx.ml",
            coefficients=np.concatenate([-model.coef_[0], model.coef_[0]]).tolist(),
            intercepts=[-model.intercept_[0], model.intercept_[0]],
            classlabels_strings=classes, multi_class=0, post_transform="LOGISTIC",
        ),
        helper.make_node("Normalizer", ["raw_probabilities"], ["normalised"], domain="ai.onnx.ml", norm="L1"),
        helper.make_node(
            "ZipMap", ["normalised"], ["probabilities"], domain="ai.onnx.ml",
            classlabels_strings=classes,
        ),
    ]
    zipmap = onnx.TypeProto()
    zipmap.sequence_type.elem_type.map_type.key_type = TensorProto.STRING
    zipmap.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = TensorProto.FLOAT
    save(
        path,
        nodes,
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, len(scaler.mean_)])],
        [
            helper.make_tensor_value_info("label", TensorProto.STRING, [None]),
            helper.make_value_info("probabilities", zipmap),
        ],
        [],
        doc,
    )


def breast_cancer():
    """Standardised logistic regression, as scikit-learn's exporter writes it."""
    folder = HERE / "medical-diagnosis"
    names = [
        f"{statistic}_{measure}"
        for statistic in ("mean", "error", "worst")
        for measure in (
            "radius texture perimeter area smoothness compactness concavity concave_points symmetry fractal_dimension".split()
        )
    ]
    with open(SOURCE / "breast_cancer.csv") as handle:
        raw = [row for row in csv.reader(handle)][1:]
    classes = ["malignant", "benign"]
    features = [row[:-1] for row in raw]
    labels = [classes[int(row[-1])] for row in raw]
    train, test = train_test_split(range(len(raw)), test_size=0.5, random_state=SEED, stratify=labels)
    for name, index in (("train", sorted(train)), ("test", sorted(test))):
        write_csv(folder / f"{name}.csv", names + ["diagnosis"], [features[i] + [labels[i]] for i in index])

    x = np.array(features, float)
    y = np.array(labels)
    scaler = StandardScaler().fit(x[train])
    model = LogisticRegression(C=1.0, solver="newton-cg", tol=1e-8, max_iter=1000).fit(scaler.transform(x[train]), y[train])
    assert list(model.classes_) == ["benign", "malignant"]
    save_logistic(folder / "model.onnx", scaler, model, "Logistic regression on the Wisconsin diagnostic data")
    print("breast cancer", model.score(scaler.transform(x[test]), y[test]))


GERMAN = {
    "checking_account": {"A11": "below 0", "A12": "0 to 200", "A13": "200 or more", "A14": "none"},
    "duration_months": None,
    "credit_history": {
        "A30": "none taken", "A31": "all paid here", "A32": "paid until now", "A33": "delays", "A34": "critical",
    },
    "purpose": {
        "A40": "new car", "A41": "used car", "A42": "furniture", "A43": "radio or television", "A44": "appliances",
        "A45": "repairs", "A46": "education", "A48": "retraining", "A49": "business", "A410": "other",
    },
    "amount": None,
    "savings": {"A61": "below 100", "A62": "100 to 500", "A63": "500 to 1000", "A64": "1000 or more", "A65": "unknown"},
    "employment": {
        "A71": "unemployed", "A72": "below 1 year", "A73": "1 to 4 years", "A74": "4 to 7 years", "A75": "7 years or more",
    },
    "instalment_rate": None,
    "sex_and_status": {
        "A91": "male divorced", "A92": "female married or divorced", "A93": "male single", "A94": "male married",
        "A95": "female single",
    },
    "other_debtors": {"A101": "none", "A102": "co-applicant", "A103": "guarantor"},
    "residence_years": None,
    "property": {"A121": "real estate", "A122": "savings or insurance", "A123": "car or other", "A124": "none"},
    "age": None,
    "other_plans": {"A141": "bank", "A142": "stores", "A143": "none"},
    "housing": {"A151": "rent", "A152": "own", "A153": "free"},
    "existing_credits": None,
    "job": {"A171": "unskilled non-resident", "A172": "unskilled", "A173": "skilled", "A174": "management"},
    "dependants": None,
    "telephone": {"A191": "none", "A192": "yes"},
    "foreign_worker": {"A201": "yes", "A202": "no"},
}
# Sex, status and nationality stay in the data for the auditor; the model does not see them.
UNSEEN = {"sex_and_status", "foreign_worker", "telephone"}


def german_credit():
    """Random forest with one input a column, text columns one-hot inside the graph."""
    folder = HERE / "credit-risk"
    names = list(GERMAN)
    with open(SOURCE / "german_credit.data") as handle:
        raw = [line.split() for line in handle if line.strip()]
    rows = [
        [value if codes is None else codes[value] for value, codes in zip(row, GERMAN.values())] for row in raw
    ]
    labels = [{"1": "good", "2": "bad"}[row[-1]] for row in raw]
    train, test = train_test_split(range(len(rows)), test_size=0.4, random_state=SEED, stratify=labels)
    # By itself, for the auditor: the guidelines compare groups by sex.
    sex = [row[names.index("sex_and_status")].split()[0] for row in rows]
    for name, index in (("train", sorted(train)), ("test", sorted(test))):
        write_csv(folder / f"{name}.csv", names + ["sex", "class"], [rows[i] + [sex[i], labels[i]] for i in index])

    inputs, nodes, parts, blocks = [], [], [], []
    for position, (name, codes) in enumerate(GERMAN.items()):
        if name in UNSEEN:
            continue
        if codes is None:
            inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 1]))
            parts.append(name)
            blocks.append(np.array([[float(row[position])] for row in rows]))
        else:
            levels = list(codes.values())
            inputs.append(helper.make_tensor_value_info(name, TensorProto.STRING, [None, 1]))
            nodes += [
                helper.make_node("OneHotEncoder", [name], [f"{name}_cube"], domain="ai.onnx.ml", cats_strings=levels, zeros=1),
                helper.make_node("Flatten", [f"{name}_cube"], [f"{name}_hot"], axis=1),
            ]
            parts.append(f"{name}_hot")
            blocks.append(np.array([[float(row[position] == level) for level in levels] for row in rows]))
    nodes.append(helper.make_node("Concat", parts, ["encoded"], axis=1))
    x = np.hstack(blocks).astype(np.float32)
    y = np.array(labels)
    classes = ["bad", "good"]
    forest = RandomForestClassifier(
        n_estimators=60, max_depth=7, min_samples_leaf=4, class_weight="balanced", random_state=SEED
    ).fit(x[train], y[train])
    assert list(forest.classes_) == classes

    tree_ids, node_ids, modes, features, values, yes, no = [], [], [], [], [], [], []
    class_tree, class_node, class_id, class_weight = [], [], [], []
    for number, estimator in enumerate(forest.estimators_):
        tree = estimator.tree_
        for node in range(tree.node_count):
            leaf = tree.children_left[node] < 0
            tree_ids.append(number)
            node_ids.append(node)
            modes.append("LEAF" if leaf else "BRANCH_LEQ")
            features.append(0 if leaf else int(tree.feature[node]))
            # Rounded to the float32 below, so that x <= t decides as it does in float64.
            threshold = 0.0 if leaf else float(tree.threshold[node])
            single = np.float32(threshold)
            values.append(float(np.nextafter(single, np.float32(-np.inf)) if single > threshold else single))
            yes.append(0 if leaf else int(tree.children_left[node]))
            no.append(0 if leaf else int(tree.children_right[node]))
            if leaf:
                share = tree.value[node][0] / tree.value[node][0].sum() / len(forest.estimators_)
                for which in range(2):
                    class_tree.append(number)
                    class_node.append(node)
                    class_id.append(which)
                    class_weight.append(float(share[which]))
    nodes.append(
        helper.make_node(
            "TreeEnsembleClassifier", ["encoded"], ["unused", "probabilities"], domain="ai.onnx.ml",
            nodes_treeids=tree_ids, nodes_nodeids=node_ids, nodes_modes=modes, nodes_featureids=features,
            nodes_values=values, nodes_truenodeids=yes, nodes_falsenodeids=no,
            class_treeids=class_tree, class_nodeids=class_node, class_ids=class_id, class_weights=class_weight,
            classlabels_int64s=[0, 1], post_transform="NONE",
        )
    )
    # Runtimes differ in how they label two classes of a tree ensemble; the larger probability is unambiguous.
    nodes += [
        helper.make_node("ArgMax", ["probabilities"], ["index"], axis=1, keepdims=0),
        helper.make_node(
            "LabelEncoder", ["index"], ["label"], domain="ai.onnx.ml", keys_int64s=[0, 1], values_strings=classes
        ),
    ]
    save(
        folder / "model.onnx",
        nodes,
        inputs,
        [
            helper.make_tensor_value_info("label", TensorProto.STRING, [None]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2]),
        ],
        [],
        "Random forest on the Statlog German credit data",
    )
    print("german credit", forest.score(x[test], y[test]))

    # The version before, as its answers were recorded.
    scaler = StandardScaler().fit(x[train])
    before = LogisticRegression(C=0.05, class_weight="balanced", max_iter=1000).fit(scaler.transform(x[train]), y[train])
    probabilities = before.predict_proba(scaler.transform(x[sorted(test)]))
    write_csv(
        folder / "predecessor.csv",
        ["prediction", "probability_bad", "probability_good"],
        [[classes[int(p[1] >= p[0])], f"{p[0]:.6f}", f"{p[1]:.6f}"] for p in probabilities],
    )
    print("german credit, the version before", before.score(scaler.transform(x[test]), y[test]))


SILHOUETTE = (
    "compactness circularity distance_circularity radius_ratio axis_aspect_ratio longest_aspect_ratio scatter_ratio "
    "elongatedness axis_rectangularity longest_rectangularity variance_major variance_minor gyration_radius skewness_major "
    "skewness_minor kurtosis_minor kurtosis_major hollows_ratio"
).split()
# Two makes of car, an Opel Manta and a Saab 9000: to a driver they are one thing.
KINDS = {"bus": "bus", "opel": "car", "saab": "car", "van": "van"}


def vehicle_silhouettes():
    """A network of one hidden layer: one float tensor in, index of the class looked up, probabilities by softmax."""
    folder = HERE / "autonomous-driving"
    with open(SOURCE / "vehicle_silhouettes.csv") as handle:
        raw = [row for row in csv.reader(handle)][1:]
    features = [row[:-1] for row in raw]
    labels = [KINDS[row[-1]] for row in raw]
    train, test = train_test_split(range(len(raw)), test_size=0.5, random_state=SEED, stratify=[row[-1] for row in raw])
    for name, index in (("train", sorted(train)), ("test", sorted(test))):
        write_csv(folder / f"{name}.csv", SILHOUETTE + ["kind"], [features[i] + [labels[i]] for i in index])

    x = np.array(features, float)
    y = np.array(labels)
    classes = ["bus", "car", "van"]
    scaler = StandardScaler().fit(x[train])
    model = MLPClassifier((24,), alpha=0.1, max_iter=3000, random_state=SEED).fit(scaler.transform(x[train]), y[train])
    assert list(model.classes_) == classes
    (inner, outer), (inner_bias, outer_bias) = model.coefs_, model.intercepts_
    tensors = {"inner": inner, "inner_bias": inner_bias, "outer": outer, "outer_bias": outer_bias}
    initializers = [
        helper.make_tensor(name, TensorProto.FLOAT, value.shape, value.astype(np.float32).ravel())
        for name, value in tensors.items()
    ]
    nodes = [
        helper.make_node(
            "Scaler", ["X"], ["scaled"], domain="ai.onnx.ml",
            offset=scaler.mean_.tolist(), scale=(1 / scaler.scale_).tolist(),
        ),
        helper.make_node("Gemm", ["scaled", "inner", "inner_bias"], ["summed"]),
        helper.make_node("Relu", ["summed"], ["hidden"]),
        helper.make_node("Gemm", ["hidden", "outer", "outer_bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
        helper.make_node("ArgMax", ["probabilities"], ["index"], axis=1, keepdims=0),
        helper.make_node(
            "LabelEncoder", ["index"], ["label"], domain="ai.onnx.ml", keys_int64s=[0, 1, 2], values_strings=classes
        ),
    ]
    save(
        folder / "model.onnx",
        nodes,
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, len(SILHOUETTE)])],
        [
            helper.make_tensor_value_info("label", TensorProto.STRING, [None]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 3]),
        ],
        initializers,
        "Network of one hidden layer on the Statlog vehicle silhouettes",
    )
    print("vehicle silhouettes", model.score(scaler.transform(x[test]), y[test]))


def adult():
    """A network of two hidden layers, wider than its task needs: one float tensor in, probabilities by softmax."""
    folder = HERE / "cloud-serving"
    folder.mkdir(exist_ok=True)
    with open(SOURCE / "adult.csv") as handle:
        raw = list(csv.DictReader(handle))
    numbers = ["age", "education_num", "hours_per_week", "capital"]
    names = [*numbers, "married", "professional"]
    features = [
        [row[name] for name in numbers]
        + [
            str(int(row["marital_status"] == "Married-civ-spouse")),
            str(int(row["occupation"] in ("Exec-managerial", "Prof-specialty"))),
        ]
        for row in raw
    ]
    classes = ["low", "high"]
    labels = [classes[int(row["income_status"].startswith(">50K"))] for row in raw]
    rest, test = train_test_split(range(len(raw)), test_size=4000, random_state=SEED, stratify=labels)
    write_csv(folder / "test.csv", names + ["income"], [features[i] + [labels[i]] for i in sorted(test)])

    x = np.array(features, float)
    y = np.array([classes.index(label) for label in labels])
    scaler = StandardScaler().fit(x[rest])
    model = MLPClassifier((96, 96), alpha=3.0, max_iter=60, random_state=SEED).fit(scaler.transform(x[rest]), y[rest])
    (first, second, last), (first_bias, second_bias, last_bias) = model.coefs_, model.intercepts_
    # One logit of the second class, as two.
    last, last_bias = np.hstack([np.zeros_like(last), last]), np.concatenate([[0], last_bias])
    tensors = {
        "offset": scaler.mean_, "scale": scaler.scale_, "first": first, "first_bias": first_bias,
        "second": second, "second_bias": second_bias, "last": last, "last_bias": last_bias,
    }
    initializers = [
        helper.make_tensor(name, TensorProto.FLOAT, value.shape, value.astype(np.float32).ravel())
        for name, value in tensors.items()
    ]
    nodes = [
        helper.make_node("Sub", ["X", "offset"], ["centred"]),
        helper.make_node("Div", ["centred", "scale"], ["scaled"]),
        helper.make_node("Gemm", ["scaled", "first", "first_bias"], ["sum_1"]),
        helper.make_node("Relu", ["sum_1"], ["hidden_1"]),
        helper.make_node("Gemm", ["hidden_1", "second", "second_bias"], ["sum_2"]),
        helper.make_node("Relu", ["sum_2"], ["hidden_2"]),
        helper.make_node("Gemm", ["hidden_2", "last", "last_bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    save(
        folder / "model.onnx",
        nodes,
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, len(names)])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2])],
        initializers,
        "Network of two hidden layers on UCI Adult",
    )
    print("adult", f1_score(y[test], model.predict(scaler.transform(x[test])), average="macro"))


def group_of_companies():
    """Two small logistic regressions on a few columns of credit-risk and medical-diagnosis, with the same rows."""
    parts = ("train", "test")

    def rows_of(example):
        return {part: list(csv.DictReader(open(HERE / example / f"{part}.csv"))) for part in parts}

    def fit(name, rows, features, kept, target, doc):
        folder = HERE / "group-of-companies" / name
        folder.mkdir(parents=True, exist_ok=True)
        for part in parts:
            columns = [*features, *kept, target]
            write_csv(folder / f"{part}.csv", columns, [[row[column] for column in columns] for row in rows[part]])
        x = {part: np.array([[float(row[column]) for column in features] for row in rows[part]]) for part in parts}
        y = {part: np.array([row[target] for row in rows[part]]) for part in parts}
        scaler = StandardScaler().fit(x["train"])
        model = LogisticRegression(C=1.0, solver="newton-cg", tol=1e-8, max_iter=1000).fit(scaler.transform(x["train"]), y["train"])
        save_logistic(folder / "model.onnx", scaler, model, doc)
        print("group of companies,", name, model.score(scaler.transform(x["test"]), y["test"]))

    credits = rows_of("credit-risk")
    for row in [*credits["train"], *credits["test"]]:
        row["overdrawn"] = int(row["checking_account"] == "below 0")
        row["no_account"] = int(row["checking_account"] == "none")
        row["few_savings"] = int(row["savings"] == "below 100")
        row["owes_elsewhere"] = int(row["credit_history"] == "critical")
        row["age_band"] = "to 29" if int(row["age"]) < 30 else "30 to 44" if int(row["age"]) < 45 else "from 45"
    fit(
        "bank",
        credits,
        ["duration_months", "amount", "instalment_rate", "overdrawn", "no_account", "few_savings", "owes_elsewhere"],
        ["sex", "age_band"],
        "class",
        "Logistic regression on seven columns made of the Statlog German credit data",
    )
    fit(
        "clinic",
        rows_of("medical-diagnosis"),
        ["mean_radius", "mean_texture", "mean_smoothness", "worst_area", "worst_concave_points"],
        [],
        "diagnosis",
        "Logistic regression on five columns of the Wisconsin diagnostic data",
    )


breast_cancer()
german_credit()
vehicle_silhouettes()
adult()
group_of_companies()
