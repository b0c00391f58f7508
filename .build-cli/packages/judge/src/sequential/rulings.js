import { logSumExp } from '@sluice/stats';
import { alphaOf, budgetShare } from "./budget.js";
import { failReason } from "./evidence.js";
/** Rules on every seat as of this look: guards first, then fail, then pass. */
export function ruleLook(policy, seats) {
    if (ruleMismatch(seats))
        return 'final';
    const critical = seats.filter((seat) => seat.metric.critical);
    ruleFails(policy, critical, (seat) => budgetShare(policy, seat.metric));
    for (const seat of seats)
        if (!seat.metric.critical)
            ruleFails(policy, [seat], () => 1);
    if (critical.some((seat) => seat.ruling?.finding === 'worse'))
        return 'final';
    for (const seat of seats)
        rulePass(policy, seat);
    return critical.length > 0 && critical.every((seat) => seat.ruling?.finding === 'fine') ? 'closed' : 'open';
}
function ruleMismatch(seats) {
    const split = seats.find((seat) => seat.process.split.mismatched())?.process.split;
    if (split === undefined)
        return false;
    for (const seat of seats)
        seat.ruling = { finding: 'unknown', reason: 'sample_ratio_mismatch', note: split.note() };
    return true;
}
/**
 * Rejects "none of these is worse" when their e-values at this very look average, by share, to 1/alpha. Those that
 * would be rejected on their own are to blame, else the one that weighs most.
 */
function ruleFails(policy, seats, shareOf) {
    const goal = -Math.log(alphaOf(policy));
    const shares = seats.map((seat) => Math.log(shareOf(seat)));
    const weighed = (guarded) => seats.map((seat, i) => seat.process.fail(guarded).counting + (shares[i] ?? -Infinity));
    // Tempering can lift an e-value from below one up to one; the cheap look allows for that.
    const atMost = weighed(false).map((log, i) => Math.max(log, shares[i] ?? -Infinity));
    if (logSumExp(atMost) < goal)
        return;
    const logs = weighed(true);
    if (!(logSumExp(logs) >= goal))
        return;
    const most = Math.max(...logs);
    const bar = Math.min(goal, most);
    seats.forEach((seat, i) => {
        if ((logs[i] ?? -Infinity) >= bar)
            seat.ruling = { finding: 'worse', reason: failReason(seat.process, policy.failWhen) };
    });
}
/** Each metric passes on its own at the whole level, for all have to pass; it stays passed until its stage ends. */
function rulePass(policy, seat) {
    const { process, ruling } = seat;
    if (ruling !== null)
        return;
    const goal = -Math.log(alphaOf(policy));
    const trials = process.current().candidateTrials();
    if (trials !== null && trials < policy.minTrials)
        return;
    if (process.used() === 0 || process.pass(false).logE < goal)
        return;
    const pass = process.pass(true);
    if (pass.blocked !== undefined || pass.logE < goal)
        return;
    if (pass.by === 'limit')
        seat.ruling = { finding: 'fine', reason: 'limit_kept' };
    else
        seat.ruling = {
            finding: 'fine',
            reason: tolerated(process, policy) ? 'tolerated_change' : 'within_margin',
        };
}
function tolerated(process, policy) {
    return policy.failWhen !== 'any-regression' && process.fail(true).all >= -Math.log(alphaOf(policy));
}
