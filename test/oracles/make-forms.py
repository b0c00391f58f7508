"""Evidence about absolute margins and common events, written a second time from its formulas, with NumPy and SciPy.

Writes test/oracles/stats/forms.json: seeds of 1,000 random rollouts and their log e-value. Run:
python3 test/oracles/make-forms.py
"""
import importlib.util
import json
import math
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, logsumexp

from seeded import seeded

spec = importlib.util.spec_from_file_location("noise", Path(__file__).parent / "make-noise.py")
noise = importlib.util.module_from_spec(spec)
spec.loader.exec_module(noise)

LU24 = np.array(noise.EFFECTS)
BETS = np.exp(np.linspace(math.log(math.log(1.005)), math.log(math.log(20)), 24))
FIRST = {"bernoulli": [1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 0.8], "poisson": [0.5, 2, 10, 50, 250, 1e3, 1e4, 1e5]}


def choose(n, k):
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)


def odds(x, n, y, m, side, rate):
    k, share = x + y, n / (n + m)
    spread = share * (1 - share)
    t = np.arange(max(0, k - m), min(n, k) + 1)
    law = choose(n, t) + choose(m, k - t)
    law = law - logsumexp(law)
    logs = np.array([side * d * x - logsumexp(law + side * d * t) if k else 0.0 for d in LU24])
    sd = math.sqrt(max(rate * (1 - rate) * (n + m) * spread, spread))
    v = (n + m) * spread * min(rate, 1 - rate) ** 2 / (rate * (1 - rate)) if 0 < rate < 1 else 0.0
    return logs, np.log(LU24 * sd), v


def ratio(law, x, n, y, m, null, side, rate):
    k, theta = x + y, n * null / (n * null + m)
    spread = theta * (1 - theta)
    logs = side * LU24 * x - k * np.log1p(theta * np.expm1(side * LU24))
    chance, rare = noise.scales(law, rate)
    sd = math.sqrt(max(rate * (n + m) * spread, spread))
    return logs, np.log(LU24 * sd), (n + m) * spread * rare**2 / chance if chance > 0 else 0.0


def nearest(law, slope, offset, n, m, rate):
    top = math.inf if law == "poisson" else 1
    level = (rate - offset) / slope
    low, high = max(0, -offset / slope, min(rate, level)), min(top, (top - offset) / slope, max(rate, level))
    if not low <= high or high <= 0:
        return None
    var = (lambda r: r) if law == "poisson" else (lambda r: r * (1 - r))

    def pull(t):
        c = slope * t + offset
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.divide(n * slope * (c - rate), var(c)) + np.divide(m * (t - rate), var(t)))

    if low == high:
        t = low
    else:
        ends = pull(low), pull(high)
        t = low if ends[0] == 0 else high if ends[1] == 0 else brentq(pull, *inside(pull, low, high), xtol=1e-300, rtol=1e-15)
    c = slope * t + offset
    return (t, c) if t > 0 and c > 0 and t < top and c < top else None


def inside(pull, low, high):
    """Ends at which the pull is finite."""
    step = (high - low) * 1e-12
    return (low if math.isfinite(pull(low)) else low + step), (high if math.isfinite(pull(high)) else high - step)


def bet(law, slope, offset, side, x, n, y, m, rate):
    point = nearest(law, slope, offset, n, m, rate)
    if point is None:
        return np.zeros(24), BETS.copy(), 0.0, True
    t, c = point
    on = slope * n / m
    growth = np.expm1(side * BETS)
    if law == "poisson":
        room = math.inf if on == 0 else 0.95 / (on * (1 if side == 1 else t))
        wanted = np.abs(growth)
        stake = side * (wanted if side == -1 else np.minimum(wanted, room))
        grow = lambda e, z, r, s: e * np.log1p(s) - s * z * r
        var, rare = (lambda r: r), (lambda r: r)
    else:
        room = 0.95 / (on * (1 - t if side == 1 else t))
        stake = side * np.minimum(np.abs(growth / (1 + c * growth)), room)
        grow = lambda e, z, r, s: e * np.log1p(s * (1 - r)) + (z - e) * np.log1p(-s * r)
        var, rare = (lambda r: r * (1 - r)), (lambda r: min(r, 1 - r))
    logs = grow(x, n, c, stake) + grow(y, m, t, -stake * on)
    chance = n * var(c) + on**2 * m * var(t)
    v = ((n * rare(c)) ** 2 + (on * m * rare(t)) ** 2) / 2 / chance if chance > 0 else 0.0
    return logs, np.log(np.abs(stake)) + math.log(chance) / 2, v, False


def log_e(case, blocks):
    law, side, slope, offset, history, alpha = (case[k] for k in ("law", "side", "slope", "offset", "history", "alpha"))
    eps, most = (history or {"eps": 0.005})["eps"], alpha**-0.49
    mix, sums, known = max(0.01, eps), np.zeros(24), noise.Noise(law, history)
    seen, aimed = [0.0, 0.0], [0.0, 0.0]
    for x, n, y, m in blocks:
        rate, temper = known.before(x, n, y, m)
        past = seen[0] / seen[1] if seen[1] > 0 else (history or {}).get("rate")
        if case["form"] == "equality":
            k, all_ = x + y, n + m
            common = law == "bernoulli" and k > 0.05 * all_ and n * m * k * (all_ - k) / all_**3 <= 4e6
            logs, sizes, v = odds(x, n, y, m, side, rate) if common else ratio(law, x, n, y, m, 1, side, rate)
        elif offset == 0 and (law == "poisson" or past is None or past <= 0.05):
            logs, sizes, v = ratio(law, x, n, y, m, slope, side, rate)
        else:
            if aimed[1] > 0:
                tried = [(aimed[0] + 0.5) / (aimed[1] + (0 if law == "poisson" else 1))]
            elif history is not None and history["rate"] > 0:
                tried = [history["rate"]]
            else:
                tried = [r / (n + m) for r in FIRST["poisson"]] if law == "poisson" else FIRST["bernoulli"]
            parts = [bet(law, slope, offset, side, x, n, y, m, r) for r in tried]
            logs = logsumexp([p[0] for p in parts], axis=0) - math.log(len(parts))
            # Where a line has no point, nothing is staked.
            sizes = logsumexp([np.full(24, -np.inf) if p[3] else p[1] for p in parts], axis=0) - math.log(len(parts))
            v = float(np.mean([p[2] for p in parts]))
            aimed = [aimed[0] + x + y, aimed[1] + n + m]
        phi = temper(v)
        for j in range(24):
            size = sizes[j] - math.log(phi) / 2
            bound = min(most, noise.bound_at(math.exp(size), eps)) if size > -700 else min(most, noise.bound_at(1e-300, eps))
            factor = min(bound, math.exp(min(700, logs[j] / phi))) / (1 + eps * (bound - 1))
            sums[j] += math.log(mix + (1 - mix) * factor)
        known.add(x, n, y, m)
        seen = [seen[0] + x + y, seen[1] + n + m]
    weights = np.log(noise.WEIGHTS) if offset == 0 else np.full(24, -math.log(24))
    return float(logsumexp(sums + weights))


def main():
    cases = []
    for i in range(1000):
        random = seeded(i + 1)
        law = "poisson" if random() < 0.3 else "bernoulli"
        base = 10 ** (-0.3 - 2.7 * random())
        size, share, change, shaken = 40 + int(random() * 3000), 0.05 + 0.9 * random(), 0.6 + random(), 0.6 * random()
        form = "equality" if random() < 0.3 else "line"
        side = 1 if random() < 0.5 else -1
        slope = 1.0 if form == "equality" or random() < 0.6 else 0.7 + 0.8 * random()
        offset = 0.0 if form == "equality" or slope != 1 else base * (random() - 0.3)
        memory = 1 if random() < 0.6 else 4
        history = {"blocks": 1440, "rate": base, "lrv": 0.2 * random() * memory, "memory": memory, "eps": 0.01}
        if random() < 0.5:
            history = None
        alpha = 0.05 if random() < 0.5 else 0.01
        blocks = []
        n = max(1, int(size * share))
        m = max(1, size - n)

        def events(count, rate):
            wish = int(count * rate * (1 + shaken * (2 * random() - 1)) + random())
            return min(count, max(0, wish))

        for _ in range(1 + int(random() * 25)):
            x = events(n, base * change)
            blocks.append((x, n, events(m, base), m))
        case = {"law": law, "form": form, "side": side, "slope": slope, "offset": offset, "history": history, "alpha": alpha}
        cases.append({"seed": i + 1, "logE": log_e(case, blocks)})
    path = Path(__file__).parent / "stats" / "forms.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
