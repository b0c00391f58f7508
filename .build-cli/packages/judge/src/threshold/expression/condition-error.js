/** A condition that can't be read, or can't be evaluated on this value. Argo Rollouts turns it into an Error measurement. */
export class ConditionError extends Error {
    name = 'ConditionError';
}
