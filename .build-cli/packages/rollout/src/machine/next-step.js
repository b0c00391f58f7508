/** The whole of a swap's logic: from what the record says and what this run has seen to the one thing to do next. */
export function nextStep(plan, progress, seen) {
    if (progress.phase === 'ended')
        return { do: 'end', ...outcomeOf(progress) };
    if (seen.share === undefined)
        return { do: 'read' };
    const at = seen.now;
    switch (progress.phase) {
        case 'checking':
            return whileChecking(plan, progress.checked, seen, seen.share);
        case 'shifting':
            return whileShifting(plan, progress.rung, seen, seen.share);
        case 'watching':
            return whileWatching(plan, progress, seen, seen.share);
        case 'passed':
            return afterPass(plan, progress.rung, seen, seen.share);
        case 'kept':
            if (!progress.released)
                return { do: 'release' };
            return { do: seen.abandoned === true ? 'leave' : 'retire' };
        case 'returning':
            return same(seen.share, 0)
                ? mark({ what: 'returned', at, why: progress.why })
                : { do: 'shift', share: 0 };
    }
}
function whileChecking(plan, checked, seen, share) {
    const at = seen.now;
    if (seen.abandoned === true)
        return mark({ what: 'refused', at, why: 'stopped' });
    if (!same(share, 0))
        return mark({ what: 'refused', at, why: 'traffic_changed' });
    if (seen.checks === undefined)
        return { do: 'check' };
    if (seen.checks !== 'pass') {
        return mark({ what: 'refused', at, why: seen.checks === 'fail' ? 'checks_failed' : 'checks_undecided' });
    }
    return checked ? mark({ what: 'shifting', at, share: rung(plan, 0) }) : mark({ what: 'checked', at });
}
function whileShifting(plan, index, seen, share) {
    const at = seen.now;
    const wanted = rung(plan, index);
    if (seen.abandoned === true)
        return mark({ what: 'returning', at, why: 'stopped' });
    if (same(share, wanted))
        return mark({ what: 'live', at, share: wanted });
    // A run that continues after a kill doesn't know how old the checks are, and asks again while nobody is exposed.
    if (index === 0 && same(share, 0)) {
        if (seen.checks === undefined)
            return { do: 'check' };
        if (seen.checks !== 'pass') {
            const why = seen.checks === 'fail' ? 'checks_failed' : 'checks_undecided';
            return mark({ what: 'refused', at, why });
        }
    }
    return { do: 'shift', share: wanted };
}
function whileWatching(plan, { rung: index, since }, seen, share) {
    const at = seen.now;
    const back = (why) => mark({ what: 'returning', at, why });
    if (seen.abandoned === true)
        return back('stopped');
    if (!same(share, rung(plan, index)))
        return back('traffic_changed');
    if (seen.sharedAfter === undefined)
        return { do: 'check-shared' };
    if (seen.sharedAfter !== 'pass')
        return back('shared_incompatible');
    if (seen.look === undefined)
        return { do: 'look' };
    if (seen.look.outcome === 'pass')
        return mark({ what: 'passed', at, share: rung(plan, index) });
    if (seen.look.outcome === 'fail')
        return back('regression_found');
    if (seen.now >= since + plan.watchMs) {
        return back(seen.look.reason === 'within_margin' ? 'not_enough_data' : seen.look.reason);
    }
    return seen.leaveAt !== undefined && seen.now >= seen.leaveAt ? { do: 'leave' } : { do: 'wait' };
}
/** What has passed goes forward even in a run that is being stopped: going on is the shortest way to one colour. */
function afterPass(plan, index, seen, share) {
    const next = plan.ladder[index + 1];
    if (next !== undefined) {
        return seen.abandoned === true
            ? mark({ what: 'returning', at: seen.now, why: 'stopped' })
            : mark({ what: 'shifting', at: seen.now, share: next });
    }
    return same(share, 100) ? mark({ what: 'kept', at: seen.now }) : { do: 'shift', share: 100 };
}
/** Whether the router is where it should be: all and nothing exactly, a split to within half a percent. */
export function same(share, wanted) {
    return wanted === 0 || wanted === 100 ? share === wanted : Math.abs(share - wanted) <= 0.5;
}
function rung(plan, index) {
    return plan.ladder[index] ?? 100;
}
function mark(it) {
    return { do: 'mark', mark: it };
}
function outcomeOf({ decision, why }) {
    return why === undefined ? { decision } : { decision, why };
}
