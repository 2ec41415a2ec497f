"""Writes membership.json: membership attacks on a fixed matrix of shadow models' answers, and canary exposures.

    /usr/bin/python3 tests/reference/membership.py

Plain loops over the definitions of the papers, with SciPy's and scikit-learn's functions and no code of this project:
LiRA (Carlini et al., IEEE S&P 2022, algorithm 1 and VI-B), RMIA (Zarifzadeh et al., ICML 2024, algorithm 1), exposure
(Carlini et al., USENIX Security 2019, definitions 3 and 4, and 4.4), areas under the curve, skew normal by mpmath.
"""

import json
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy
import sklearn
from scipy.special import expit, log_expit
from scipy.stats import norm, skewnorm
from sklearn.metrics import roc_auc_score

SEED = 20261126
rng = np.random.default_rng(SEED)
MODELS, ROWS, POPULATION = 16, 60, 25

# Which model learnt of which row: each row in 6 of the 16.
member = np.zeros((MODELS, ROWS), dtype=int)
for row in range(ROWS):
    member[rng.permutation(MODELS)[:6], row] = 1
hardness = rng.normal(1.0, 1.5, ROWS)
spread = rng.uniform(0.3, 1.2, ROWS)
pull = rng.exponential(1.0, ROWS)
shadow = np.round(hardness + pull * member + spread * rng.normal(size=(MODELS, ROWS)), 6)
target_member = (np.arange(ROWS) % 2 == 0).astype(int)
target = np.round(hardness + pull * target_member + spread * rng.normal(size=ROWS), 6)
z_hardness = rng.normal(1.0, 1.5, POPULATION)
z_shadow = np.round(z_hardness + 0.7 * rng.normal(size=(MODELS, POPULATION)), 6)
z_target = np.round(z_hardness + 0.7 * rng.normal(size=POPULATION), 6)


def lira(online, fixed):
    inside = [shadow[member[:, row] == 1, row] for row in range(ROWS)]
    outside = [shadow[member[:, row] == 0, row] for row in range(ROWS)]
    scores = []
    for row in range(ROWS):
        if fixed:
            sd_in = np.sqrt(np.mean([np.var(values, ddof=1) for values in inside]))
            sd_out = np.sqrt(np.mean([np.var(values, ddof=1) for values in outside]))
        else:
            sd_in, sd_out = np.std(inside[row], ddof=1), np.std(outside[row], ddof=1)
        out = norm(np.mean(outside[row]), sd_out)
        if online:
            scores.append(norm(np.mean(inside[row]), sd_in).logpdf(target[row]) - out.logpdf(target[row]))
        else:
            scores.append(1 - out.sf(target[row]))
    return scores


def rmia(online, gamma, a):
    scores = []
    for row in range(ROWS):
        p_out = np.mean([expit(shadow[m, row]) for m in range(MODELS) if member[m, row] == 0])
        p_in = np.mean([expit(shadow[m, row]) for m in range(MODELS) if member[m, row] == 1])
        p_x = 0.5 * (p_in + p_out) if online else 0.5 * ((1 + a) * p_out + (1 - a))
        ratio_x = expit(target[row]) / p_x
        count = 0
        for z in range(POPULATION):
            p_z = np.mean([expit(z_shadow[m, z]) for m in range(MODELS)])
            if ratio_x / (expit(z_target[z]) / p_z) > gamma:
                count += 1
        scores.append(count / POPULATION)
    return scores


def logits(probabilities, truth):
    with mp.workdps(40):
        return [float(mp.log(mp.mpf(p[y]) / mp.fsum(mp.mpf(v) for c, v in enumerate(p) if c != y))) for p, y in zip(probabilities, truth)]


def skew_log_cdf(x, shape):
    with mp.workdps(60):
        x, shape = mp.mpf(x), mp.mpf(shape)
        density = lambda t: 2 * mp.npdf(t) * mp.ncdf(shape * t)
        steps = [x - mp.mpf(k) / (2 + abs(shape) + max(0, -x) * (1 + max(0, shape) ** 2)) for k in range(0, 80, 2)]
        total = mp.fsum(mp.quad(density, [low, high]) for high, low in zip(steps, steps[1:])) + mp.quad(density, [-mp.inf, steps[-1]])
        return float(mp.log(total))


def skew_log_density(x, shape):
    with mp.workdps(40):
        return float(mp.log(2 * mp.npdf(mp.mpf(x)) * mp.ncdf(mp.mpf(shape) * mp.mpf(x))))


SHAPES, POINTS = (-6, -0.5, 0, 0.5, 4, 20), (-12, -5, -2, -0.3, 0, 0.4, 2, 6)
raw = rng.dirichlet([0.4, 0.4, 0.4], 12)
truth = rng.integers(0, 3, 12).tolist()
losses = np.round(skewnorm.rvs(4, loc=60, scale=9, size=400, random_state=7), 4)
fitted, location, scale = skewnorm.fit(losses)
canaries = [38.25, 55.0, 60.0, float(losses.min()), 80.0]
online = lira(True, True)
others = sorted((online[row] for row in range(ROWS) if target_member[row] == 0), reverse=True)
# The ⌊0.1·(30 + 1)⌋-th highest score of non-members, and the members above it.
threshold = others[int(0.1 * (len(others) + 1)) - 1]

out = {
    "program": "tests/reference/membership.py",
    "seed": SEED,
    "versions": {"scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__, "mpmath": mp.__version__},
    "member": member.tolist(), "shadow": shadow.tolist(), "target": target.tolist(), "targetMember": target_member.tolist(),
    "populationShadow": z_shadow.tolist(), "populationTarget": z_target.tolist(),
    "loss": (-log_expit(target)).tolist(),
    "lira": [
        {"online": on, "variance": "fixed" if fixed else "per-example", "scores": lira(on, fixed)}
        for on in (True, False) for fixed in (True, False)
    ],
    "rmia": [
        {"online": on, "gamma": gamma, "offlineA": a, "scores": rmia(on, gamma, a)}
        for on, gamma, a in ((True, 1, 0), (True, 1.5, 0), (False, 1, 0.33), (False, 2, 1))
    ],
    "area": roc_auc_score(target_member, online),
    "truePositiveRateAtTenPercent": float(np.mean([online[row] > threshold for row in range(ROWS) if target_member[row] == 1])),
    "probabilities": raw.tolist(), "truth": truth, "logits": logits(raw.tolist(), truth),
    "skewNormal": {
        "shapes": SHAPES, "points": POINTS,
        "logCdf": [[skew_log_cdf(x, shape) for x in POINTS] for shape in SHAPES],
        "logDensity": [[skew_log_density(x, shape) for x in POINTS] for shape in SHAPES],
    },
    "exposure": {
        "losses": losses.tolist(), "canaries": canaries,
        "rank": [float(np.log2(401 / (1 + sum(loss <= canary for loss in losses)))) for canary in canaries],
        "fit": {"location": location, "scale": scale, "shape": fitted, "logLikelihood": float(skewnorm.logpdf(losses, fitted, location, scale).sum())},
        "extrapolated": [-skew_log_cdf((canary - location) / scale, fitted) / float(np.log(2)) for canary in canaries],
    },
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out) + "\n", encoding="utf-8")
