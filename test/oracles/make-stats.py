"""Writes test/oracles/stats/*.json: values of other programs that the tests of packages/stats compare with.

Needs Python 3.10+ with scipy, statsmodels and mpmath. Seeded: the same versions give the same files.
Run: python3 test/oracles/make-stats.py
"""
import json
import math
import pathlib
import sys

import mpmath
import numpy as np
import scipy
import scipy.spatial.distance
import scipy.special
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
        df = float(np.exp(rng.uniform(-1, 12)))
        t = float(rng.normal() * 4)
        cases.append({"f": "studentSf", "at": [t, df], "value": stats.t.sf(t, df)})
        q = float(rng.uniform(0.0005, 0.9995))
        cases.append({"f": "studentQuantile", "at": [q, df], "value": stats.t.ppf(q, df)})
    fixed = [{**c, "value": float(c["value"])} for c in cases]
    write("special", f"mpmath {mpmath.__version__} (40 digits), scipy {scipy.__version__}", fixed)


def vector(method, inputs, expected, rel=1e-8, absolute=1e-10):
    return {"method": method, "input": inputs, "expected": expected, "tolerance": {"rel": rel, "abs": absolute}}


def sample(rng, size):
    kind = rng.integers(4)
    if kind == 0:
        return np.round(rng.normal(size=size) * 3, 1) + 0.0
    if kind == 1:
        return rng.integers(0, 4, size).astype(float)
    if kind == 2:
        return np.round(rng.lognormal(4, 0.7, size), 6)
    return rng.normal(size=size)


def rank_vectors(rng):
    m, n = (int(v) for v in rng.integers(1, 40, 2))
    kind_seed = rng.integers(1 << 30)
    x = sample(np.random.default_rng(kind_seed), m)
    y = sample(np.random.default_rng(kind_seed), n + m)[m:] + rng.choice([0, 0, 1])
    expected = {}
    ties = len(set(np.concatenate([x, y]))) < m + n
    constant = len(set(np.concatenate([x, y]))) == 1
    for alternative in ["two-sided", "less", "greater"]:
        for name, correct in [("asymptotic", True), ("asymptotic_nocc", False)]:
            p = stats.mannwhitneyu(x, y, use_continuity=correct, alternative=alternative, method="asymptotic").pvalue
            expected[f"p_{alternative}_{name}"] = 1.0 if constant else p
        if not ties:
            p = stats.mannwhitneyu(x, y, alternative=alternative, method="exact").pvalue
            expected[f"p_{alternative}_exact"] = p
    expected["U_x"] = stats.mannwhitneyu(x, y).statistic
    yield vector("mann_whitney_u", {"x": x, "y": y}, expected, 1e-10)
    if constant is False:
        d = stats.ks_2samp(x, y, method="asymp")
        exact = stats.ks_2samp(x, y, method="exact").pvalue
        limit = stats.kstwobign.sf(math.sqrt(m * n / (m + n)) * d.statistic)
        claims = {"D": d.statistic, "p_kstwo": d.pvalue, "p_limiting": limit, "p_exact": exact}
        if round(m * n / (m + n)) == 0:
            del claims["p_kstwo"]
        yield vector("ks_2samp", {"x": x, "y": y}, claims)
    w = stats.wasserstein_distance(x, y)
    normed = w / max(float(np.std(y)), 0.001)
    yield vector("wasserstein_1d", {"x": x, "y": y}, {"w1": w, "w1_over_sd_y": normed})
    differences = np.sort((x[:, None] - y[None, :]).ravel())
    z = stats.norm.ppf(0.975)
    rank = max(1, math.floor(m * n / 2 - z * math.sqrt(m * n * (m + n + 1) / 12)))
    interval = [differences[rank - 1], differences[m * n - rank]]
    claims = {"estimate": np.median(differences), "ci": interval, "C": rank}
    yield vector("hodges_lehmann_asymptotic_ci", {"x": x, "y": y, "conf": 0.95}, claims, 1e-12, 1e-10)
    if m > 1 and n > 1 and np.std(x) + np.std(y) > 0:
        t = stats.ttest_ind(x, y, equal_var=False)
        ci = t.confidence_interval()
        claims = {"t": t.statistic, "df": t.df, "p_two-sided": t.pvalue, "ci95": [ci.low, ci.high]}
        yield vector("welch_t", {"x": x, "y": y}, claims)


def count_vectors(rng):
    bins = int(rng.integers(2, 6))
    scale = float(np.exp(rng.uniform(0, 9)))
    a, b = rng.poisson(scale * rng.dirichlet(np.ones(bins), 2))
    if a.sum() > 0 and b.sum() > 0:
        names = {"canary_counts": a, "baseline_counts": b}
        keep = (a + b) > 0
        if keep.sum() > 1:
            chi2, p, df, expected = stats.chi2_contingency([a[keep], b[keep]], correction=False)
            claims = {"chi2": chi2, "df": df, "p": p, "min_expected": expected.min()}
            if keep.sum() == 2:
                yates = stats.chi2_contingency([a[keep], b[keep]], correction=True)
                claims |= {"chi2_yates": yates[0], "p_yates": yates[1]}
                claims["p_fisher_two_sided"] = stats.fisher_exact([a[keep], b[keep]])[1]
            yield vector("chi2_homogeneity", names, claims)
        distance = scipy.spatial.distance.jensenshannon(a, b)
        claims = {"js_distance_base_e": distance, "tvd": abs(a / a.sum() - b / b.sum()).sum() / 2}
        yield vector("histogram_distances", names, claims, 1e-9, 1e-8)
    n = int(np.exp(rng.uniform(0, 14)))
    k = int(rng.binomial(n, rng.choice([0, 1e-4, 0.01, 0.5, 0.99, 1])))
    conf = float(rng.choice([0.8, 0.95, 0.99, 0.9999]))
    test = stats.binomtest(k, n)
    names = [("wilson", "wilson"), ("wilson_cc", "wilsoncc"), ("clopper_pearson", "exact")]
    claims = {name: list(test.proportion_ci(conf, method)) for name, method in names}
    yield vector("proportion_ci", {"k": k, "n": n, "conf": conf}, claims, 1e-9)
    m = int(np.exp(rng.uniform(0, 12)))
    j = int(rng.binomial(m, min(1, (k / n) * rng.choice([0.5, 1, 1.3]))))
    arms = {"k_canary": k, "n_canary": n, "k_baseline": j, "n_baseline": m, "conf": 0.95}
    fisher = stats.fisher_exact([[k, n - k], [j, m - j]], alternative="greater")[1]
    yield vector("two_proportions", arms, {"p_fisher_greater": fisher}, 1e-6, 1e-9)
    ratio = float(rng.choice([1, 1.25, 0.5]))
    x, y = (int(v) for v in rng.poisson(np.exp(rng.uniform(-1, 6, 2))))
    share = ratio * n / (ratio * n + m)
    claims = {"p_greater": 1.0, "p_less": 1.0, "ci95": [0.0, math.inf]}
    if x + y > 0:
        for side in ["greater", "less"]:
            claims[f"p_{side}"] = stats.binomtest(x, x + y, share, alternative=side).pvalue
        low, high = stats.binomtest(x, x + y).proportion_ci(0.95, "exact")
        odds = [v / (1 - v) * m / n if v < 1 else math.inf for v in (low, high)]
        claims["ci95"] = odds
    inputs = {"x": x, "t_canary": n, "y": y, "t_baseline": m, "r0": ratio}
    yield vector("poisson_ratio_conditional", inputs, claims)


def special_vectors(rng):
    a, b = (float(v) for v in np.exp(rng.uniform(-3, 15, 2)))
    p = float(rng.uniform())
    x = float(scipy.special.betaincinv(a, b, p))
    exact = float(mpmath.betainc(a, b, 0, x, regularized=True)) if a + b < 1e5 else scipy.special.betainc(a, b, x)
    yield vector("betainc_regularized", {"a": a, "b": b, "x": x}, exact, 1e-9 if a + b > 1e5 else 1e-10, 0)
    df = float(np.exp(rng.uniform(-1, 14)))
    t = float(rng.normal() * rng.choice([1, 3, 10]))
    yield vector("student_t_sf", {"t": t, "df": df}, stats.t.sf(t, df), 1e-10, 1e-13)
    df = int(np.exp(rng.uniform(0, 10)))
    x = float(df * np.exp(rng.normal() / math.sqrt(df) * 2))
    yield vector("chi2_sf", {"x": x, "df": df}, stats.chi2.sf(x, df), 1e-10, 0)


def vectors(rounds, name):
    rng = np.random.default_rng(20)
    cases = []
    for _ in range(rounds):
        for make in [rank_vectors, count_vectors, special_vectors]:
            cases += list(make(rng))
    lines = ",\n".join("  " + json.dumps(clean(case)) for case in cases)
    source = json.dumps(f"scipy {scipy.__version__}, mpmath {mpmath.__version__}, numpy {np.__version__}")
    (HERE / f"{name}.json").write_text('{ "meta": { "source": ' + source + ' },\n"vectors": [\n' + lines + "\n]}\n")


if __name__ == "__main__":
    special()
    vectors(int(sys.argv[1]) if len(sys.argv) > 1 else 8, "random-vectors")
