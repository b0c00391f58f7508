"""What a history says about noise, written a second time from its formulas (docs/verdicts.md), with NumPy and SciPy.

Writes test/oracles/stats/history.json: seeds of 1,400 random histories, 400 of them of two halves, and what was learned. Run:
python3 test/oracles/make-history.py
"""
import json
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.stats import rankdata

from seeded import seeded

LEVEL = 121


def present(values):
    """Median of the means of eleven groups of neighbours among the last 121 values."""
    last = values[-LEVEL:]
    edges = [k * len(last) // 11 for k in range(12)]
    return float(np.median([np.mean(last[a:b]) for a, b in zip(edges, edges[1:])]))


def scatter(g, q, both, level=True):
    keep, own, n = np.ones(len(g), bool), 0.0, len(g)
    for _ in range(2):
        held = lambda t: np.mean(np.minimum(g[keep] ** 2 / (q[keep] + t), 9)) - 0.995
        clear = 1.5 * np.sqrt(np.mean(2 + q) / n)
        own = 0.0 if held(0) <= clear else 30.0 if held(30) >= 0 else brentq(held, 0, 30, xtol=1e-15)
        z = g / np.sqrt(q + own)
        keep = (np.abs(z) if both else z) <= 7
    c = np.where(keep, np.clip(z, -3, 3) * np.sqrt(q + own), 0)
    c = c - c.mean()
    total = 0.0
    for lag in range(1, min(60, n // 5) + 1):
        gamma = np.mean(c[lag:] * c[:-lag])
        if gamma <= 2 * np.mean(c * c) / np.sqrt(n):
            break
        total += gamma
    lrv = own + 2 * total
    if level:
        lrv /= max(0.5, 1 - (lrv / own / LEVEL if own > 0 else 0))
    far = np.sum(~keep) if level else max(np.sum(~keep & (g > 0)), np.sum(~keep & (g < 0)))
    eps = (far + 1) / (n + 2)
    return {"lrv": lrv, "memory": lrv / own if own > 0 else 1.0, "eps": eps, "times": np.sqrt(1 + own / np.mean(q))}


def levels(values, weights):
    n, out = len(values), []
    for i in range(n):
        low = min(max(0, i - LEVEL // 2), max(0, n - LEVEL))
        part = slice(low, min(n, low + LEVEL))
        out.append(np.average(values[part], weights=weights[part]))
    return np.array(out)


def rates(law, events, exposure):
    common = law == "bernoulli" and np.median(events / exposure) > 0.5
    if common:
        events = exposure - events
    r = events / exposure
    mu = np.maximum(1e-9, levels(np.minimum(r, 3 * max(np.median(r), 1 / exposure[0])), exposure))
    chance = mu if law == "poisson" else mu * (1 - mu)
    found = scatter(r / mu - 1, chance / mu**2 / exposure, False)
    rate = present(r)
    return {"rate": 1 - rate if common else rate, **found}


def ranks(blocks):
    """Values lie at the middle of unit bins, so ties take their mean rank."""
    everything = np.concatenate(blocks)
    mid = (rankdata(everything) - 0.5) / len(everything)
    edges = np.cumsum([0] + [len(b) for b in blocks])
    sizes = np.array([len(b) for b in blocks], float)
    mean = np.array([mid[a:b].mean() for a, b in zip(edges, edges[1:])])
    return scatter(mean - levels(mean, sizes), 1 / (12 * sizes), True)


def tells(s):
    return s["eps"] <= 0.2 and s["memory"] <= 121 and s["lrv"] < 30 * s["memory"] * (1 - 1e-9)


def alike(own, series, least):
    """Halves that differ far more than the whole varies were not alike; own is of the difference of both."""
    return tells(own) and tells(series) and own["lrv"] / 2 <= max(least, 4 * series["lrv"])


def halves(law, x, n, events, exposure):
    """Half of the instances has x of n, all of them events of exposure; None where too few blocks tell something."""
    whole = rates(law, events, exposure)
    if law == "bernoulli" and whole["rate"] > 0.5:
        x, events = n - x, exposure - events
    r = events / exposure
    mu = np.maximum(1e-9, levels(np.minimum(r, 3 * max(np.median(r), 1 / exposure[0])), exposure))
    y, m = events - x, exposure - n
    chance = r if law == "poisson" else r * (1 - r)
    g, q = (x / n - y / m) / mu, chance * (1 / n + 1 / m) / mu**2
    told = q > 0
    if np.sum(told) < 100:
        return None
    own = scatter(g[told], q[told], True, level=False)
    if not alike(own, whole, 0.05):
        return None
    eps = own["eps"] * (np.sum(told) + 2) / (len(n) + 2)
    alone = whole["lrv"] / whole["memory"]
    return {"rate": whole["rate"], **own, "lrv": own["lrv"] / 2, "eps": eps, "alone": alone}


def half_ranks(blocks):
    """Every second value of a block is of the one half. Values against those of the other half, ties as one half."""
    g, q = [], []
    for block in blocks:
        a, b = block[::2], block[1::2]
        wins = np.mean((a[:, None] > b[None, :]) + 0.5 * (a[:, None] == b[None, :]))
        g.append(wins - 0.5)
        q.append((len(block) + 1) / (12 * len(a) * len(b)))
    own = scatter(np.array(g), np.array(q), True, level=False)
    return {**own, "lrv": own["lrv"] / 2} if alike(own, ranks(blocks), 4e-4) else None


def draw_halves(random, count):
    law = "poisson" if random() < 0.5 else "bernoulli"
    size, rate, spread = 50 + int(random() * 5000), random() * (0.9 if random() < 0.2 else 0.05), random()
    x, n, events, exposure = [], [], [], []
    for _ in range(count):
        shared = 1 + (random() - 0.5)
        both = []
        for _ in range(2):
            m = size + int(random() * size)
            outage = 10 if random() < 0.02 else 1
            wish = int(m * rate * shared * (1 + spread * (random() - 0.5) * 2) * outage + 2 * random())
            both.append((min(m, max(0, wish)), m))
        x.append(both[0][0])
        n.append(both[0][1])
        events.append(both[0][0] + both[1][0])
        exposure.append(both[0][1] + both[1][1])
    return law, halves(law, *(np.array(each, float) for each in (x, n, events, exposure)))


def main():
    cases = []
    for seed in range(1001, 1401):
        random = seeded(seed)
        count = 110 + int(random() * 150)
        if seed % 4 == 0:
            spread, size = random(), 10 + int(random() * 10)
            blocks = []
            for _ in range(count):
                shifts = [int(random() * spread * 8) for _ in range(2)]
                blocks.append([shifts[i % 2] + int(random() * 10) for i in range(size)])
            kind, learned = "half ranks", half_ranks([np.array(b, float) for b in blocks])
        else:
            law, learned = draw_halves(random, count)
            kind = "halves of " + law
        if learned is not None:
            learned = {name: float(value) for name, value in learned.items()}
        cases.append({"seed": seed, "kind": kind, "learned": learned})
    for i in range(1000):
        random = seeded(i + 1)
        count = 100 + int(random() * 150)
        case = {"seed": i + 1}
        if i % 5 == 4:
            spread, size = random(), 5 + int(random() * 10)
            blocks = []
            for _ in range(count):
                shift = int(random() * spread * 8) + (12 if random() < 0.02 else 0)
                blocks.append([shift + int(random() * 10) for _ in range(size + int(random() * 5))])
            case.update(kind="ranks", learned=ranks([np.array(b, float) for b in blocks]))
        else:
            law = "poisson" if random() < 0.5 else "bernoulli"
            size, rate, spread, keeps = 50 + int(random() * 5000), random() * (0.9 if random() < 0.2 else 0.05), random(), random()
            state, events, exposure = 0.5, [], []
            for _ in range(count):
                state = keeps * state + (1 - keeps) * random()
                n = size + int(random() * size)
                outage = 10 if random() < 0.02 else 1
                wish = int(n * rate * (1 + spread * (state - 0.5) * 3) * outage + 2 * random())
                events.append(min(n, max(0, wish)))
                exposure.append(n)
            case.update(kind=law, learned=rates(law, np.array(events, float), np.array(exposure, float)))
        case["learned"] = {name: float(value) for name, value in case["learned"].items()}
        cases.append(case)
    path = Path(__file__).parent / "stats" / "history.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
