import { examine, isAuthenticating, } from "./evidence.js";
import { freezeCondition } from "./freeze.js";
import { artifactCondition, quorumCondition } from "./group.js";
import { applyOverrides } from "./override.js";
import { ask, conditionsOf } from "./requirement.js";
/**
 * Opens only if every condition is met. Closes where something can no longer be met for this commit, where evidence was
 * refused, or where waiting took too long; otherwise it waits. Pure: the same input gives the same decision.
 */
export function decideGate(policy, collected, now) {
    const { target, since } = collected;
    const { accepted, refused } = examine(collected.documents, target, trustOf(policy, collected), now);
    const asked = ask(policy, target, accepted);
    const own = new Map(asked.map((one) => [one, conditionsOf(one, policy, refused, now)]));
    const found = [
        ...[...own.values()].flat(),
        ...artifactCondition(policy, target, asked),
        ...policy.quorum.map((quorum) => quorumCondition(quorum, asked, own)),
        ...policy.freeze.map((freeze) => freezeCondition(freeze, collected.files, now)),
    ];
    const { conditions, overrides, refused: refusedOverrides, } = applyOverrides(found, collected.overrides, policy, target, now);
    const unmet = conditions.filter((one) => !one.met);
    return {
        ...conclusionOf(unmet, overrides.length > 0, policy.waitMs, since === undefined ? undefined : now - since),
        conditions,
        accepted,
        refused,
        overrides,
        refusedOverrides,
        authenticated: isAuthenticating(policy),
    };
}
/** `waitedMs` is undefined where nobody waits: then refused evidence closes at once, for nobody would be told later. */
function conclusionOf(unmet, overridden, waitMs, waitedMs) {
    const [first] = unmet;
    if (first === undefined)
        return { decision: 'open', reason: overridden ? 'overridden' : 'all_conditions_met' };
    const final = unmet.find((one) => one.heals === 'never');
    if (final !== undefined)
        return { decision: 'closed', reason: final.reason };
    if (waitedMs === undefined && unmet.some((one) => one.reason === 'evidence_refused')) {
        return { decision: 'closed', reason: 'evidence_refused' };
    }
    if (waitedMs !== undefined && waitedMs >= waitMs && unmet.some((one) => one.heals === 'evidence')) {
        return { decision: 'closed', reason: 'out_of_time' };
    }
    return { decision: 'waiting', reason: first.reason };
}
function trustOf({ attestations: rule, ...policy }, { files, target, rejudge }) {
    const environments = policy.require.map((one) => one.environment ?? target.evidenceFrom);
    const attestations = rule === undefined ? {} : { attestations: { ...rule, roots: files[rule.root] } };
    return { ...policy, ...attestations, environments, rejudge };
}
