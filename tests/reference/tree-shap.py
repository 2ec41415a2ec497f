"""Writes tree-shap.json and ../fixtures/onnx/xgboost.onnx with XGBoost: /usr/bin/python3 tests/reference/tree-shap.py

A boosted forest of 30 trees on breast cancer, some values missing, carried over to ONNX with the covers of
get_dump(with_stats=True) as nodes_hitrates, and XGBoost's path-dependent values (pred_contribs) of 40 other rows. Debian 12: python3-xgboost 1.7.4, python3-onnx 1.12.
"""

import json
import pathlib
import platform

import numpy as np
import onnx
import xgboost
from onnx import TensorProto, helper

here = pathlib.Path(__file__).parent
table = np.loadtxt(here.parent / "fixtures" / "data" / "breast_cancer.csv", delimiter=",", skiprows=1)
x, y = table[:, :-1].astype(np.float32), table[:, -1]
rng = np.random.default_rng(20261125)
x[rng.random(x.shape) < 0.05] = np.nan
train, shown = np.arange(569) % 2 == 0, np.flatnonzero(np.arange(569) % 2 == 1)[:40]

booster = xgboost.train(
    {"objective": "binary:logistic", "max_depth": 5, "eta": 0.3, "base_score": 0.5, "seed": 1, "nthread": 1},
    xgboost.DMatrix(x[train], label=y[train]),
    num_boost_round=30,
)
contributions = booster.predict(xgboost.DMatrix(x[shown]), pred_contribs=True)
probabilities = booster.predict(xgboost.DMatrix(x[shown]))

nodes = {key: [] for key in "treeids nodeids modes featureids values truenodeids falsenodeids missing hitrates".split()}
leaves = {"treeids": [], "nodeids": [], "weights": []}
for tree, text in enumerate(booster.get_dump(with_stats=True, dump_format="json")):
    open_nodes = [json.loads(text)]
    while open_nodes:
        node = open_nodes.pop()
        leaf = "leaf" in node
        nodes["treeids"].append(tree)
        nodes["nodeids"].append(node["nodeid"])
        nodes["modes"].append("LEAF" if leaf else "BRANCH_LT")
        nodes["featureids"].append(0 if leaf else int(node["split"][1:]))
        nodes["values"].append(0.0 if leaf else float(np.float32(node["split_condition"])))
        nodes["truenodeids"].append(0 if leaf else node["yes"])
        nodes["falsenodeids"].append(0 if leaf else node["no"])
        nodes["missing"].append(0 if leaf else int(node["missing"] == node["yes"]))
        nodes["hitrates"].append(float(node["cover"]))
        if leaf:
            leaves["treeids"].append(tree)
            leaves["nodeids"].append(node["nodeid"])
            leaves["weights"].append(float(node["leaf"]))
        else:
            open_nodes += node["children"]

ensemble = helper.make_node(
    "TreeEnsembleClassifier", ["X"], ["label", "probabilities"], domain="ai.onnx.ml",
    nodes_treeids=nodes["treeids"], nodes_nodeids=nodes["nodeids"], nodes_modes=nodes["modes"],
    nodes_featureids=nodes["featureids"], nodes_values=nodes["values"], nodes_truenodeids=nodes["truenodeids"],
    nodes_falsenodeids=nodes["falsenodeids"], nodes_missing_value_tracks_true=nodes["missing"],
    nodes_hitrates=nodes["hitrates"], class_treeids=leaves["treeids"], class_nodeids=leaves["nodeids"],
    class_ids=[0] * len(leaves["weights"]), class_weights=leaves["weights"], classlabels_int64s=[0, 1],
    post_transform="LOGISTIC",
)
model = helper.make_model(
    helper.make_graph(
        [ensemble], "xgboost",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, 30])],
        [
            helper.make_tensor_value_info("label", TensorProto.INT64, [None]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2]),
        ],
    ),
    opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 2)],
)
model.ir_version = 7
onnx.checker.check_model(model)
onnx.save(model, here.parent / "fixtures" / "onnx" / "xgboost.onnx")

(here / "tree-shap.json").write_text(
    json.dumps(
        {
            "program": f"xgboost {xgboost.__version__}, Python {platform.python_version()}",
            "rows": [[None if np.isnan(value) else float(value) for value in row] for row in x[shown]],
            "contributions": [[float(value) for value in row] for row in contributions],
            "probabilities": [float(value) for value in probabilities],
        }
    )
    + "\n"
)
