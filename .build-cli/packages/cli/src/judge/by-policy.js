import { judge } from '@sluice/judge';
import { UserError } from '@sluice/action';
import { readDocument } from "./documents.js";
import { policyFrom } from "./policy-file.js";
import { readSamplesFile } from "./samples-file.js";
import { verdictOf } from "./verdict-of.js";
/** Judges samples by a policy of ours. Throws `UserError`. */
export async function judgeByPolicy(options, io) {
    const policy = policyFrom(await readDocument(options.rules, io), options.rules);
    const samples = await readSamplesFile(options.data, io);
    const known = policy.metrics.map((metric) => metric.name);
    const strangers = samples.map((each) => each.metric).filter((name) => !known.includes(name));
    if (strangers.length > 0) {
        const message = `${options.data}: the policy has no metric named ${strangers.join(', ')}`;
        throw new UserError('SAMPLES', message, `Its metrics are ${known.join(', ')}.`);
    }
    return verdictOf(judge(policy, samples), policy, options.subject);
}
