"""Writes test/oracles/stats/*.json: values of other programs that the tests of packages/stats compare with.

Needs Python 3.10+ with scipy, statsmodels and mpmath. Seeded: the same versions give the same files.
Run: python3 test/oracles/make-stats.py
"""
import json
import math
import pathlib

import mpmath
import numpy as np
import scipy
from scipy import stats

HERE = pathlib.Path(__file__).parent / "stats"
mpmath.mp.dps = 40


def clean(value):
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [clean(inner) for inner in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        number = float(value)
        if math.isnan(number):
            return "NaN"
        return number if math.isfinite(number) else ("Infinity" if number > 0 else "-Infinity")
    return value


def write(name, source, cases):
    HERE.mkdir(exist_ok=True)
    lines = ",\n".join("  " + json.dumps(clean(case)) for case in cases)
    (HERE / f"{name}.json").write_text(
        '{ "source": ' + json.dumps(source) + ',\n"cases": [\n' + lines + "\n]}\n"
    )


def special():
    rng = np.random.default_rng(1)
    cases = []
    for z in [-37.5, -20, -8.3, -5.7, -5.6, -1, -0.68, -0.67, -1e-9, 0.1, 0.6745, 2, 5.656, 5.66, 9]:
        cases.append({"f": "normalCdf", "at": [z], "value": mpmath.ncdf(z)})
        cases.append({"f": "normalLogCdf", "at": [z], "value": mpmath.log(mpmath.ncdf(z))})
    for z in [-1e8, -1e4, -100, -39]:
        tail = mpmath.erfc(-mpmath.mpf(z) / mpmath.sqrt(2)) / 2
        cases.append({"f": "normalLogCdf", "at": [z], "value": mpmath.log(tail)})
    for p in [1e-315, 1e-100, 1e-12, 0.01, 0.0749, 0.0751, 0.3, 0.5000001, 0.9, 0.999999]:
        cases.append({"f": "normalQuantile", "at": [p], "value": stats.norm.ppf(p)})
    for x in [1e-12, 0.1, 0.49, 0.5, 0.999, 1.001, 1.4999, 1.5, 1.99999, 2.00001, 2.49, 2.51, 7.3, 9.99, 10, 123.4, 1e9, 1e15]:
        cases.append({"f": "logGamma", "at": [x], "value": mpmath.loggamma(mpmath.mpf(x))})
    for _ in range(60):
        a, b = (float(v) for v in np.exp(rng.uniform(-3, 11, 2)))
        mean = a / (a + b)
        x = float(np.clip(mean * np.exp(rng.normal() * 2 / math.sqrt(min(a, b) + 1)), 1e-300, 1 - 1e-9))
        cases.append({"f": "logBeta", "at": [a, b], "value": mpmath.log(mpmath.beta(a, b))})
        exact = scipy.special.betainc(a, b, x)
        cases.append({"f": "betaLower", "at": [a, b, x], "value": exact})
        p = float(rng.uniform(0.0001, 0.9999))
        cases.append({"f": "betaQuantile", "at": [p, a, b], "value": scipy.special.betaincinv(a, b, p)})
    for _ in range(40):
        a = float(np.exp(rng.uniform(-3, 9)))
        x = float(a * np.exp(rng.normal() * 3 / math.sqrt(a + 1)))
        cases.append({"f": "gammaUpper", "at": [a, x], "value": scipy.special.gammaincc(a, x)})
        cases.append({"f": "gammaLower", "at": [a, x], "value": scipy.special.gammainc(a, x)})
        df = float(np.exp(rng.uniform(-1, 12)))
        t = float(rng.normal() * 4)
        cases.append({"f": "studentSf", "at": [t, df], "value": stats.t.sf(t, df)})
        q = float(rng.uniform(0.0005, 0.9995))
        cases.append({"f": "studentQuantile", "at": [q, df], "value": stats.t.ppf(q, df)})
    fixed = [{**c, "value": float(c["value"])} for c in cases]
    write("special", f"mpmath {mpmath.__version__} (40 digits), scipy {scipy.__version__}", fixed)


if __name__ == "__main__":
    special()
