"""Draws the models of cases.json, writes them as files for ocdtd to import, and the float64 oracle's answers beside them.

random_models.py ORACLE_FOLDER WORK_FOLDER. Everything is exact in float32 and drawn from a seed that the case's place gives.
"""
import json
import os
import sys

import numpy as np

sys.path.insert(0, sys.argv[1])
import oracle

WORK = sys.argv[2]
TINY = 1e-280     # tiny coefficients reach down to this, relative to the largest


def draw_members(case, random):
    """[(U, a as drawn, a normalised, gamma)]; clusters, so that some support vectors are close and others far."""
    d = case["features"]
    members = []
    centres = random.normal(size=(3, d)) * 1.5
    for place, m in enumerate(case["support_vectors"]):
        u = centres[random.integers(3, size=m)] + random.normal(size=(m, d))
        first = members[0][0] if members else None
        if first is None:
            typical = 2.0 * d
            width = 1 / np.sqrt(case["sharpness"] / typical)
        shift = np.zeros(d)
        shift[0] = place * case["apart"] * width
        u = (u + shift + case["offset"]).astype("<f4")
        a = random.uniform(0.1, 1, m)
        if case["tiny_coefficients"]:
            a = a * 10.0 ** random.uniform(np.log10(TINY), 0, m)
        gamma = case["sharpness"] / typical * case["gamma_ratio"] ** place
        members.append((u, a, a / a.sum(), gamma))
    return members


def draw_rows(case, members, random):
    """Near, far and in between; exactly at a support vector and at a virtual one; 1000 widths away."""
    d = case["features"]
    (u, _, _, g1), (v, _, _, g2) = members[0], members[-1]
    width = 1 / np.sqrt(g1)
    direction = random.normal(size=d)
    direction /= np.linalg.norm(direction)
    u64, v64 = u.astype(float), v.astype(float)
    near = u64[random.integers(len(u), size=3)] + 0.3 * random.normal(size=(3, d))
    virtual = (g1 * u64[0] + g2 * v64[0]) / (g1 + g2)
    rows = [*near, u64[0], v64[-1], virtual, (u64[0] + v64[0]) / 2, u64.mean(0),
            u64[0] + 1e-3 * width * direction, u64[0] + 30 * width * direction, u64[-1] + 1000 * width * direction]
    return np.array(rows).astype("<f4")


def models_of(case, members):
    """[(centres, log beta, gamma)]: what the ensemble is the mean of, every virtual support vector materialised."""
    doubles = [(u.astype(float), a, g) for u, _, a, g in members]
    if case["ensemble"] == "global-times":
        c, log_b, g, _ = oracle.product(*doubles)
        return [(c.reshape(-1, c.shape[2]), log_b.ravel(), g)]
    if case["ensemble"] == "local-times":
        return oracle.halves(*doubles, *case["neighbors"], case["renormalize"])
    return [(u, np.log(a), g) for u, a, g in doubles]


def write(folder, case, random):
    members = draw_members(case, random)
    rows = draw_rows(case, members, random)
    x = rows.astype(float)
    for place, (u, a, _, _) in enumerate(members):
        np.save(f"{folder}/u{place}.npy", u)
        np.save(f"{folder}/a{place}.npy", a)
    np.save(f"{folder}/x.npy", rows)
    with open(f"{folder}/gamma.json", "w") as file:
        json.dump([member[3] for member in members], file)
    models = models_of(case, members)
    for rule in ("thesis", "conservative"):
        o, r, e = oracle.average([oracle.relevance(x, *model, rule) for model in models])
        np.save(f"{folder}/o.npy", o)
        np.save(f"{folder}/r-{rule}.npy", r)
        np.save(f"{folder}/e-{rule}.npy", e)
        if rule == "thesis" and case["flip"]:
            given = r.astype("<f4")
            np.save(f"{folder}/given.npy", given)
            np.save(f"{folder}/curves.npy", np.array(
                [oracle.pixel_flipping(row, models, oracle.flipping_order(order)) for row, order in zip(x, given)]))


with open(f"{WORK}/cases.json") as file:
    CASES = json.load(file)
for number, case in enumerate(CASES):
    folder = f"{WORK}/{case['name']}"
    os.mkdir(folder)
    write(folder, case, np.random.default_rng(number))
