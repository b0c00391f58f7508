import { conclude, digestOf } from '@sluice/verdict';
/** Evidence as a verdict document about the subject that was named. */
export function verdictOf(evidence, document, subject, details) {
    const blocks = evidence.flatMap((each) => each.samples.blocks);
    return {
        schema: 1,
        action: 'judge',
        subject,
        ...conclude(evidence),
        evidence,
        window: {
            from: blocks.reduce((least, block) => Math.min(least, block.from), blocks[0]?.from ?? 0),
            to: blocks.reduce((most, block) => Math.max(most, block.to), blocks[0]?.to ?? 0),
        },
        policy: { digest: digestOf(document), document },
        ...(details === undefined ? {} : { details }),
    };
}
/** The policy behind evidence of judges that test nothing sequentially. */
export function policyOf(evidence, confidence) {
    return {
        confidence,
        minTrials: 0,
        failWhen: 'any-regression',
        stages: 1,
        metrics: evidence.map((each) => each.policy),
    };
}
