/**
 * Reads the marks in order. A mark that repeats an earlier one changes nothing, because a run killed between writing a
 * mark and learning that it was written writes it again.
 */
export function progressOf(plan, marks) {
    let progress = { phase: 'checking', checked: false };
    for (const mark of marks)
        progress = after(plan, progress, mark);
    return progress;
}
function after(plan, now, mark) {
    if (now.phase === 'ended')
        return now;
    switch (mark.what) {
        case 'checked':
            return now.phase === 'checking' ? { phase: 'checking', checked: true } : now;
        case 'shifting':
            return { phase: 'shifting', rung: rungOf(plan, mark.share), since: mark.at };
        case 'live': {
            const rung = rungOf(plan, mark.share);
            return now.phase === 'watching' && now.rung === rung ? now : { phase: 'watching', rung, since: mark.at };
        }
        case 'passed':
            return { phase: 'passed', rung: rungOf(plan, mark.share) };
        case 'kept':
            return now.phase === 'kept' ? now : { phase: 'kept', since: mark.at, released: false };
        case 'released':
            return now.phase === 'kept' ? { ...now, released: true } : now;
        case 'retired':
            return { phase: 'ended', decision: 'swapped' };
        case 'returning':
            return { phase: 'returning', why: mark.why };
        case 'returned':
            return { phase: 'ended', decision: 'swapped-back', why: mark.why };
        case 'refused':
            return { phase: 'ended', decision: 'refused', why: mark.why };
    }
}
function rungOf(plan, share) {
    return Math.max(0, plan.ladder.findIndex((rung) => Math.abs(rung - share) < 1e-6));
}
