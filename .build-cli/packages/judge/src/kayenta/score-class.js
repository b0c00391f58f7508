export const USUAL_THRESHOLDS = { pass: 95, marginal: 75 };
export function classifyScore(score, { pass, marginal }) {
    if (score >= pass)
        return 'Pass';
    return score >= marginal ? 'Marginal' : 'Fail';
}
