"""Exact match and token F1 as SQuAD's evaluation defines them (Rajpurkar et al. 2016), by the Python standard library alone.

Writes squad-scores.json beside this file: pairs of random English-like texts with their scores. Seed 20261126.
"""
import collections
import json
import pathlib
import random
import re
import string

WORDS = "a an the The A cat cats dog well-known don't U.S. 1,234 3.14 $5 (x) theatre another An, THE. blue Blue! _ - an-the".split()


def normal(text):
    text = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def f1(answer, reference):
    given, wanted = normal(answer).split(), normal(reference).split()
    if not given or not wanted:
        return float(given == wanted)
    common = sum((collections.Counter(given) & collections.Counter(wanted)).values())
    if common == 0:
        return 0.0
    precision, recall = common / len(given), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


rng = random.Random(20261126)
text = lambda: " ".join(rng.choice(WORDS) for _ in range(rng.randrange(0, 9)))
cases = [{"answer": text(), "reference": text()} for _ in range(200)]
for case in cases:
    pair = (case["answer"], case["reference"])
    case["exact"] = int(normal(pair[0]) == normal(pair[1]))
    case["f1"] = f1(*pair)
out = {"by": "Python 3 standard library", "script": "squad-scores.py", "seed": 20261126, "cases": cases}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, indent=1) + "\n")
