export const DEFAULTS = {
    apiUrl: 'https://api.github.com',
    policyPath: '.github/sluice-gate.yml',
    reconcileMs: 60_000,
    settleMs: 1000,
    retryBaseMs: 1000,
    lanes: 8,
};
