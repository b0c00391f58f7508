import { planDetect, planPass } from '@sluice/stats';
import { advise } from "./advice.js";
/** Changes a plan tells the time to see. */
export const RATIOS = [1.1, 1.25, 1.5, 2, 5, 10];
/** How long a canary must run at a base rate, share, margin and traffic; ratios that would exceed a rate of 1 are left out. */
export function planCanary(request) {
    const { baseRate, share, margin, traffic, confidence } = request;
    const alpha = 1 - confidence;
    const waits = (plan) => ({
        median: waitFor(plan.median, traffic),
        p80: waitFor(plan.p80, traffic),
        p90: waitFor(plan.p90, traffic),
    });
    const seen = RATIOS.filter((ratio) => ratio * baseRate <= 1);
    const detect = seen.map((ratio) => ({
        question: 'detect',
        ratio,
        ...waits(planDetect(baseRate, ratio, share, alpha)),
    }));
    const pass = { question: 'pass', ratio: 1, ...waits(planPass(baseRate, margin, share, alpha)) };
    return { request, rows: [...detect, pass], advice: advise(request, pass) };
}
function waitFor(requests, traffic) {
    return { requests: Math.ceil(requests), seconds: Math.ceil(requests / traffic) };
}
