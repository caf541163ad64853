/**
 * A second implementation of the method, in Python without libraries: it computes every figure of an evidence pack from the pack's
 * incidents and coverage, and compares it with what this site says. Kept apart from lib/domain on purpose, so that a mistake in one is
 * found by the other.
 */
export const RECOMPUTE_SCRIPT = String.raw`#!/usr/bin/env python3
"""Computes every figure of figures.json again from outages.json and coverage.json: python3 recompute.py [folder]"""
import functools, json, math, pathlib, sys
from datetime import datetime, timedelta, timezone
IMPACTS = ["none", "minor", "unknown", "major", "critical"]
DAY, MONTH, QUALITIES = 86400, 30.436875 * 86400, (("complete", "partial"), ("complete",))
def at(text): return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
def length(a, b): return math.floor(b) - math.floor(a)
def total(spans): return sum(length(a, b) for a, b in spans)
def merge(spans):
    merged = []
    for a, b in sorted(span for span in spans if span[0] < span[1]):
        if not merged or a > merged[-1][1]:
            merged.append([a, b])
        merged[-1][1] = max(merged[-1][1], b)
    return merged
def clip(spans, window):
    return [(max(a, window[0]), min(b, window[1])) for a, b in spans if max(a, window[0]) < min(b, window[1])]
def common(some, others): return merge([part for span in some for part in clip(others, span)])
def rank(values, percent):
    ordered = sorted(values)
    return None if len(ordered) < 5 else ordered[math.ceil(len(ordered) * percent / 100) - 1]
def span_at(one, now):
    """Start, end, basis, duration, until when it counts, whether that is a minimum, time to mitigate."""
    start, end, basis, known = at(one["startedAt"]), at(one["endedAt"]), one["basis"], at(one["knownUntil"])
    twin, fixed = at(one["duplicateEndedAt"]), at(one["mitigatedAt"])
    is_lost = basis == "seen" or (basis == "ongoing" and end is None and known is not None and known < now)
    if twin is not None and start is not None and twin > start and is_lost:
        end, basis, known = twin, "reported", None
    if start is None or basis in ("impossible", "unclear") or start > now:
        return start, None, basis, None, None, False, None
    mitigate = length(start, fixed) if fixed is not None and start < fixed <= now else None
    if end is None or end > now:
        is_followed = end is not None or known is None or known >= now
        until = now if is_followed else max(known, start)
        return start, None, "ongoing", length(start, until), until, not is_followed, mitigate
    duration, until = (None, None) if basis == "single" else (length(start, end), end)
    return start, end, basis, duration, until, basis == "seen", mitigate
def open_time(incidents, window, now):
    return clip([(s[0], s[4]) for s in (span_at(one, now) for one in incidents) if None not in (s[0], s[4])], window)
def is_in(one, window, is_all=False):
    start, after, before = at(one["startedAt"]), at(one["startedAfter"]), at(one["startedBefore"])
    if start is not None:
        return window[0] <= start < window[1]
    return after is None or after < window[1] if is_all else None not in (after, before) and window[0] <= after and before <= window[1]
def months_in(window):
    first, months = datetime.fromtimestamp(window[0], timezone.utc).replace(day=1, hour=0, minute=0, second=0, microsecond=0), []
    while first.timestamp() < window[1]:
        after = (first + timedelta(days=32)).replace(day=1)
        months, first = months + [(first.strftime("%Y-%m"), (first.timestamp(), after.timestamp()))], after
    return months
def month_of(second): return months_in((second, second + 1))[0]
def month_counted(one):
    month, whole = month_of(at(one["startedAt"] or one["startedAfter"] or "1970-01-01T00:00:00Z"))
    return month if is_in(one, whole) else None
def known_days(covered, window):
    days = [(day * DAY, min(window[1], (day + 1) * DAY)) for day in range(math.ceil(window[0] / DAY), math.ceil(window[1] / DAY))]
    parts = [(sum(b - a for a, b in clip(covered, day)), day[1] - day[0]) for day in days]
    return sum(part > 0 and part >= 0.95 * whole for part, whole in parts), len(days)
def lost_sight(incidents, window, now):
    spans = [s for s in (span_at(one, now) for one in incidents) if s[5] and s[4] is not None]
    lasts = [s[4] - 0.001 if s[4] > s[0] else s[0] for s in spans]
    return [last for last in lasts if window[0] <= last < window[1]]
def severity(incidents, counted, window, now):
    counts, seconds, monthly, worse, worse_by_month, major = {}, {}, {}, 0, {}, 0
    for impact in reversed(IMPACTS):
        for one in (one for one in counted if one["impact"] == impact):
            counts[impact], row = counts.get(impact, 0) + 1, monthly.setdefault(month_counted(one), ({}, {}))[0]
            row[impact] = row.get(impact, 0) + 1
        at_least = [one for one in incidents if IMPACTS.index(one["impact"]) >= IMPACTS.index(impact)]
        down = merge(open_time(at_least, window, now))
        by_month = {month: total(clip(down, whole)) for month, whole in months_in(window)}
        seconds.update({impact: total(down) - worse} if total(down) > worse else {})
        for month in (month for month, value in by_month.items() if value > worse_by_month.get(month, 0)):
            monthly.setdefault(month, ({}, {}))[1][impact] = by_month[month] - worse_by_month.get(month, 0)
        worse, worse_by_month, major = total(down), by_month, total(down) if impact == "major" else major
    rows = [{"month": m, "incidentCount": c, "downtimeSeconds": d} for m, (c, d) in monthly.items() if m is not None]
    return {"incidentCount": counts, "downtimeSeconds": seconds, "majorDowntimeSeconds": major,
            "majorDowntimeIsMinimum": seconds.get("unknown", 0) > 0 or lost_sight([i for i in incidents if i["impact"] not in ("none", "minor")], window, now) != [],
            "monthly": sorted(rows, key=lambda row: row["month"])}
def within(t, n):
    """How probable a value of Student's t between -t and t is: the finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    angle, odd, series = math.atan(t / math.sqrt(n)), n % 2, 0
    part = math.cos(angle) ** odd
    for k in range(1, (n - odd) // 2 + 1):
        series, part = series + part, part * (2 * k - 1 + odd) / (2 * k + odd) * math.cos(angle) ** 2
    return 2 / math.pi * (angle + math.sin(angle) * series) if odd else math.sin(angle) * series
def rate(months, column, is_count):
    """Quasi-Poisson on the scale of logarithms: 90 percent, as wide as the months vary."""
    amount, exposure, n = sum(m[column] for m in months), sum(m[2] for m in months), len(months) - 1
    if n < 5 or amount == 0:
        return None if n < 5 else {"perMonth": 0, "low": 0, "high": -math.log(0.05) / exposure if is_count else None}
    mean, t, step = amount / exposure, 0, 1024
    spread = sum((m[column] - mean * m[2]) ** 2 / (mean * m[2]) for m in months) / n
    while step > 1e-13:
        t, step = t + step * (within(t + step, n) < 0.9), step / 2
    reach = math.exp(t * math.sqrt((max(1, spread) if is_count else spread) / amount))
    return {"perMonth": mean, "low": mean / reach, "high": mean * reach}
def rates(incidents, down, known, window):
    starts, months, part = [at(i["startedAt"]) for i in incidents if i["startedAt"] and i["basis"] != "unclear"], [], [0, 0, 0]
    for spans, (first, after) in ((clip(known, whole), whole) for _, whole in months_in(window)):
        part = [part[0] + sum(first <= start < after and a <= start <= b for start in starts for a, b in spans), part[1] + total(common(down, spans)), part[2] + total(spans) / MONTH]
        months, part = (months + [part], [0, 0, 0]) if part[2] >= 0.5 else (months, part)
    months = months[:-1] + [[a + b for a, b in zip(part, (months or [[0, 0, 0]])[-1])]] if part[2] > 0 else months
    is_timed = any(m[1] for m in months) or not any(m[0] for m in months)
    return {"incidents": rate(months, 0, True), "downtimeSeconds": rate(months, 1, False) if is_timed else None}
def at_most(down, known):
    out, percent = min(1, total(common(down, known)) / (total(known) or 1)), 100
    nines = math.floor(round(-math.log10(out), 7)) if out else 0
    for decimals in range(max(2, nines), 7 + nines):
        percent = math.ceil(round(100 * (1 - out) * 10 ** decimals, 4)) / 10 ** decimals if percent >= 100 - 10 ** (1 - nines) else percent
    return {"percent": percent, "nines": nines} if out else None
def history(incidents, coverage, window, now, is_all, known_of_all=None):
    incidents = sorted(incidents, key=lambda i: (at(i["startedAt"] or i["startedBefore"] or i["startedAfter"]) or 0, i["id"]))
    counted = [one for one in incidents if is_in(one, window, is_all)]
    carried = [one for one in incidents if (at(one["startedAt"]) or window[0]) < window[0] and open_time([one], window, now)]
    spans = [(one["id"], span_at(one, now)) for one in counted]
    periods = open_time(carried + counted, window, now)
    covered, complete = (merge(clip([(a, b) for a, b, quality in coverage if quality in kinds], window)) for kinds in QUALITIES)
    down, fills = merge(periods), complete == [list(window)]
    is_known = total(covered) > 0 and total(covered) >= 0.95 * length(*window) and (fills or known_of_all is None)
    quiet = total(covered) - total(common(down, covered))
    done = [(id, s[3]) for id, s in spans if s[1] is not None and s[3] is not None and s[2] != "seen"]
    longest = max(done, key=lambda pair: pair[1], default=None)
    lost, rows = {month_of(last)[0] for last in lost_sight(incidents, window, now)}, []
    for month, whole in months_in(window):
        nothing = 0 if clip(covered, whole) else None
        rows.append({"month": month, "incidentCount": sum(month_counted(one) == month for one in counted) or nothing,
                     "downtimeSeconds": total(clip(down, whole)) or nothing, **({"downtimeIsMinimum": True} if month in lost else {})})
    known = covered if known_of_all is None else known_of_all
    days, major = known_days(known, window), merge(open_time([one for one in incidents if one["impact"] in ("major", "critical")], window, now))
    return {"incidentCount": len(counted), "carriedOver": [one["id"] for one in carried], "knownDays": days[0], "days": days[1],
            "unknownDurationCount": sum(s[3] is None for _, s in spans), "downtimeSeconds": total(down), "complete": fills,
            "downtimeIsMinimum": any(s[5] for s in [s for _, s in spans] + [span_at(one, now) for one in carried]),
            "incidentSeconds": total(periods), "durationCount": len(done), "monthly": rows,
            "incidentsPerMonth": len(counted) / max(1, total(covered) / MONTH) if total(covered) else None,
            "medianDurationSeconds": rank([d for _, d in done], 50), "p90DurationSeconds": rank([d for _, d in done], 90),
            "medianTimeToMitigateSeconds": rank([s[6] for _, s in spans if s[6] is not None], 50),
            "longest": longest and {"id": longest[0], "durationSeconds": longest[1]},
            "timeWithoutIncidentPercent": math.floor(quiet * 100000 / total(covered)) / 1000 if is_known else None,
            "rates": rates(incidents, down, known, window),
            "atMost": {kind: at_most(periods, known) if days[0] >= 60 else None for kind, periods in (("all", down), ("major", major))},
            "severity": severity(incidents, counted, window, now)}
def candour(incidents, now):
    late, gaps, silence, lags, edited, posted, stated = [], [], None, [], 0, 0, [0] * 6
    for one in incidents:
        start, end, _, duration, until, is_minimum, _ = span_at(one, now)
        updates = [update for update in one["updates"] if at(update["postedAt"]) <= now]
        posted, edited = posted + sum(u["readAgain"] for u in updates), edited + sum((at(u["editedAt"]) or now + 1) <= now for u in updates)
        live = [u for u in updates if (at(u["withdrawnAt"]) or now + 1) > now]
        times = [at(update["postedAt"]) for update in live]
        if times and start is not None and start <= now:
            late.append(live[0]["status"] in ("resolved", "completed", "postmortem") or (end is not None and end > start and times[0] > end))
            inside = [time for time in times if until is not None and time <= until]
            steps = [] if late[-1] else [length(a, b) for a, b in zip(inside, inside[1:])]
            waits = [] if late[-1] or not inside else steps + [length(inside[-1], until)]
            gaps += steps
            silence = (one["id"], max(waits)) if waits and max(waits) > (silence[1] if silence else 0) else silence
            lags += [max(0, length(at(one["statedStartedAt"]), times[0]))] if one["statedStartedAt"] else []
        if one["statedWindow"] and duration is not None and not is_minimum and end is not None:
            said = length(at(one["statedWindow"]["from"]), at(one["statedWindow"]["to"]))
            kind = 2 if abs(said - duration) <= 300 else 1 if said < duration else 3
            stated = [v + w for v, w in zip(stated, [1, kind == 1, kind == 2, kind == 3, said, duration])]
    behind, gone = [lag for lag in lags if lag >= 60], [one for one in incidents if (at(one["withdrawnAt"]) or now + 1) <= now]
    return {"firstPostedWhenOver": {"count": sum(late), "of": len(late)}, "gaps": {"count": len(gaps), "medianSeconds": rank(gaps, 50)},
            "longestSilence": silence and {"id": silence[0], "seconds": silence[1]}, "editedUpdates": {"count": edited, "of": posted},
            "lag": {"count": len(behind), "of": len(lags), "medianSeconds": rank(behind, 50)},
            "withdrawnIncidents": {"count": len(gone), "of": sum(one["readAgain"] for one in incidents)},
            "stated": dict(zip(("count", "shorter", "same", "longer", "statedSeconds", "postedSeconds"), stated))}
def differences(said, ours, path=""):
    if isinstance(said, dict) and isinstance(ours, dict):
        return [d for key in sorted({*said, *ours}) for d in differences(said.get(key), ours.get(key), f"{path}/{key}")]
    if isinstance(said, list) and isinstance(ours, list):
        return differences(dict(enumerate(said)), dict(enumerate(ours)), path)
    is_same = said == ours or (isinstance(said, float) and ours is not None and math.isclose(said, ours, rel_tol=1e-9 if "/rates/" in path else 1e-12))
    return [] if is_same else [f"{path}: figures.json says {said!r}, computed {ours!r}"]
def main(folder):
    said, incidents, coverage = (json.loads((folder / f"{n}.json").read_text("utf-8")) for n in ("figures", "outages", "coverage"))
    window, now, is_all = (at(said["window"]["from"]), at(said["window"]["to"])), at(said["asOf"]), said["window"]["text"] == "all"
    ours, downs, covers = {}, {}, {}
    for slug in said["vendors"]:
        own = [one for one in incidents if one["vendor"] == slug]
        covers[slug] = [(at(p["from"]), at(p["to"]), p["quality"]) for p in coverage[slug]]
        downs[slug] = merge(open_time(own, window, now))
        ours[slug] = {"history": history(own, covers[slug], window, now, is_all), "candour": candour([one for one in own if is_in(one, window, is_all)], now)}
    found = {"vendors": ours, "together": None, "sharedSeconds": None}
    if len(ours) > 1:
        known, whole = ([merge((a, b) for a, b, q in c if q in kinds) for c in covers.values()] for kinds in QUALITIES)
        every, complete = (functools.reduce(common, parts, [list(window)]) for parts in (known, whole))
        cover = [(a, b, "complete") for a, b in complete] + [(a, b, "partial") for some in known for a, b in some]
        found["together"] = history(incidents, cover, window, now, is_all, known_of_all=every)
        pairs = [common(a, b) for i, a in enumerate(downs.values()) for b in list(downs.values())[:i]]
        found["sharedSeconds"] = total(merge([tuple(span) for pair in pairs for span in pair]))
    starts, down = range(math.floor(window[0] / DAY) * DAY, math.ceil(window[1]), DAY), merge(open_time(incidents, window, now))
    days = sorted((-total(clip(down, (start, start + DAY))), start) for start in starts)
    found["worstDays"] = [{"day": datetime.fromtimestamp(day, timezone.utc).strftime("%Y-%m-%d"), "downtimeSeconds": -s} for s, day in days[:5] if s < 0]
    wrong = differences({key: said[key] for key in found}, found)
    print("\n".join(wrong + [f"{len(wrong)} differences in the figures of {len(ours)} vendors."]))
    return 1 if wrong else 0
sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
`
