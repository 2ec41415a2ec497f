"""The peer of bench/explanations.mjs: scikit-learn's permutation importance and XGBoost's pred_contribs, two threads each,
on Adult (levels as their numbers). Trains both models, writes them as ONNX with the test rows to FOLDER, then answers each
line of JSON on standard input by a line: "models" by the columns' names, the forest's accuracy and XGBoost's contributions,
"importance" and "contributions" by the seconds that they took.

    /usr/bin/python3 bench/explanations.py adult.csv.gz FOLDER
"""

import gzip
import json
import os
import sys
import time

try:
    import numpy as np
    import onnx
    import xgboost
    from onnx import TensorProto, helper
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.inspection import permutation_importance
except ImportError as error:
    sys.stdin.readline()
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit()

path, folder = sys.argv[1:3]
lines = [line.strip().split(",") for line in gzip.open(path, "rt", encoding="utf8") if line.strip()]
head, rows = lines[0], np.array(lines[1:])
columns = []
for j in range(len(head) - 1):
    try:
        columns.append(rows[:, j].astype(np.float32))
    except ValueError:
        columns.append(np.unique(rows[:, j], return_inverse=True)[1].astype(np.float32))
x, y = np.stack(columns, axis=1), (rows[:, -1] == sorted(set(rows[:, -1]))[-1]).astype(int)
test = np.arange(len(y)) % 3 == 2
forest = RandomForestClassifier(n_estimators=100, random_state=0, n_jobs=2).fit(x[~test], y[~test])
booster = xgboost.train(
    {"objective": "binary:logistic", "max_depth": 6, "base_score": 0.5, "seed": 1, "nthread": 2},
    xgboost.DMatrix(x[~test], label=y[~test]), num_boost_round=100,
)
shown = xgboost.DMatrix(x[test][:1000])

KEYS = "treeids nodeids modes featureids values truenodeids falsenodeids missing_value_tracks_true hitrates".split()


def save(name, nodes, leaves, post):
    """Nodes as tuples in the order of KEYS; leaves as (tree, node, what it gives class 1): all of one id, as the
    converters of boosted trees write them. With leaves for both classes ONNX Runtime labels a row 1 wherever its share is above 0."""
    attributes = {f"nodes_{key}": list(values) for key, values in zip(KEYS, zip(*nodes))}
    tree, node, weight = map(list, zip(*leaves))
    ensemble = helper.make_node(
        "TreeEnsembleClassifier", ["X"], ["label", "probabilities"], domain="ai.onnx.ml", **attributes,
        class_treeids=tree, class_nodeids=node, class_ids=[0] * len(tree), class_weights=weight,
        classlabels_int64s=[0, 1], post_transform=post,
    )
    graph = helper.make_graph(
        [ensemble], name,
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, x.shape[1]])],
        [helper.make_tensor_value_info("label", TensorProto.INT64, [None]),
         helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 2)])
    model.ir_version = 7
    onnx.save(model, os.path.join(folder, name + ".onnx"))


nodes, leaves = [], []
for number, text in enumerate(booster.get_dump(with_stats=True, dump_format="json")):
    waiting = [json.loads(text)]
    while waiting:
        node = waiting.pop()
        if "leaf" in node:
            nodes.append((number, node["nodeid"], "LEAF", 0, 0.0, 0, 0, 0, float(node["cover"])))
            leaves.append((number, node["nodeid"], float(node["leaf"])))
            continue
        nodes.append((number, node["nodeid"], "BRANCH_LT", int(node["split"][1:]), float(np.float32(node["split_condition"])),
                      node["yes"], node["no"], int(node["missing"] == node["yes"]), float(node["cover"])))
        waiting += node["children"]
save("xgboost", nodes, leaves, "LOGISTIC")

nodes, leaves = [], []
for number, tree in enumerate(estimator.tree_ for estimator in forest.estimators_):
    shares = tree.value[:, 0, :] / tree.value[:, 0, :].sum(1, keepdims=True) / len(forest.estimators_)
    below = tree.threshold.astype(np.float32)
    below = np.where(below > tree.threshold, np.nextafter(below, np.float32(-np.inf)), below)
    for node in range(tree.node_count):
        leaf = tree.children_left[node] == -1
        nodes.append((number, node, "LEAF" if leaf else "BRANCH_LEQ", 0 if leaf else int(tree.feature[node]),
                      0.0 if leaf else float(below[node]), max(0, int(tree.children_left[node])),
                      max(0, int(tree.children_right[node])), 0, float(tree.weighted_n_node_samples[node])))
        if leaf:
            leaves.append((number, node, float(shares[node, 1])))
save("forest", nodes, leaves, "NONE")

names = [name.replace("-", "_") for name in head[:-1]]
with open(os.path.join(folder, "test.csv"), "w", encoding="utf8") as file:
    file.write(",".join([*names, "target"]) + "\n")
    for row, truth in zip(x[test], y[test]):
        file.write(",".join([*(f"{value:.9g}" for value in row), str(truth)]) + "\n")


def models():
    contributions = booster.predict(shown, pred_contribs=True)
    accuracy = float(forest.score(x[test], y[test]))
    return {"names": names, "accuracy": accuracy, "contributions": contributions.astype(float).tolist()}


def timed(work):
    start = time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - start}


ANSWERS = {
    "models": models,
    "importance": lambda: timed(
        lambda: permutation_importance(forest, x[test], y[test], n_repeats=10, random_state=0, n_jobs=2)
    ),
    "contributions": lambda: timed(lambda: booster.predict(shown, pred_contribs=True)),
}
for line in sys.stdin:
    print(json.dumps(ANSWERS[json.loads(line)]()), flush=True)
