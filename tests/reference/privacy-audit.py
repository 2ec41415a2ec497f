# The lower bound on epsilon of one training run's guesses, by SciPy: appendix D of Steinke, Nasr & Jagielski, "Privacy
# auditing with one (1) training run", NeurIPS 2023. Writes privacy-audit.json beside itself.
import json
import math
import pathlib

import scipy
import scipy.optimize
import scipy.stats


def p_value(canaries, made, right, epsilon, delta):
    rate = 1 / (1 + math.exp(-epsilon))
    counts = scipy.stats.binom(made, rate)
    beta = counts.sf(right - 1)
    steepest = max(((counts.cdf(right - 1) - counts.cdf(right - fewer - 1)) / fewer for fewer in range(1, right + 1)), default=0)
    return min(1, beta + 2 * canaries * delta * steepest)


def epsilon(canaries, made, right, delta, level):
    excess = lambda e: p_value(canaries, made, right, e, delta) - (1 - level)
    return scipy.optimize.brentq(excess, 0, 50, xtol=1e-12) if excess(0) < 0 else 0


CASES = [
    (100, 100, 95, 0, 0.95),
    (100, 100, 95, 1e-5, 0.95),
    (1000, 200, 200, 1e-5, 0.95),
    (1000, 1000, 700, 1e-6, 0.99),
    (50, 20, 11, 1e-5, 0.95),
    (5000, 1500, 1429, 1e-5, 0.95),
]
figures = [
    {"canaries": m, "made": r, "right": v, "delta": d, "level": level, "epsilon": epsilon(m, r, v, d, level),
     "pAtOne": p_value(m, r, v, 1, d)}
    for m, r, v, d, level in CASES
]
out = {"made with": f"SciPy {scipy.__version__}", "figures": figures}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, indent=1) + "\n")
