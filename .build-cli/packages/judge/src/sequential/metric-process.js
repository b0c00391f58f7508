import { logSumExp } from '@sluice/stats';
import { sampleRatio } from "./sample-ratio.js";
/**
 * Runs one metric through `stages` planned weights. The fail e-value is the mixture, with weight 1/stages each, of
 * processes that start at each stage, so that a regression of a later rung need not outweigh the health of earlier
 * ones; it is one e-process over the whole rollout. The pass e-value starts anew with every stage.
 */
export function metricProcess(kind, metric, stages) {
    const started = [];
    const split = sampleRatio();
    const empty = kind.track();
    const missing = [];
    const stage = { weight: Number.NaN, missing, used: 0 };
    const current = () => started.at(-1)?.track ?? empty;
    const enter = (weight) => {
        if (started.length > 0 && (stages === 1 || weight === stage.weight))
            return;
        Object.assign(stage, { weight, missing: [], used: 0 });
        started.push({ track: kind.track(), weight: started.length < stages ? 1 / stages : 0 });
    };
    return {
        metric,
        add: (block) => {
            enter(block.weight);
            const reading = kind.read(block);
            if ('missing' in reading)
                return void stage.missing.push(reading.missing);
            stage.used++;
            for (const { track } of started)
                track.add(reading.value);
            const traffic = kind.traffic(reading.value);
            if (traffic !== null)
                split.add(traffic, block.weight);
        },
        stage: () => started.length - 1,
        fail: (guarded) => failOf(started, guarded),
        about: () => loudestOf(started)?.about ?? 'change',
        pass: (guarded) => current().pass(guarded),
        current,
        loudest: () => loudestOf(started)?.track ?? current(),
        split,
        missing: () => stage.missing,
        used: () => stage.used,
    };
}
function partsOf(started, guarded) {
    return started.flatMap(({ track, weight }) => track.fails(guarded).map((part) => ({
        ...part,
        track,
        log: weight > 0 && part.share > 0 ? part.logE + Math.log(weight * part.share) : -Infinity,
    })));
}
/** The mixture over the stages; those that have not begun count as e-values of one. */
function failOf(started, guarded) {
    const waiting = Math.log(Math.max(0, 1 - started.reduce((sum, { weight }) => sum + weight, 0)));
    const parts = partsOf(started, guarded);
    return {
        all: logSumExp([...parts.map(({ log }) => log), waiting]),
        counting: logSumExp(parts.filter(({ counts }) => counts).map(({ log }) => log)),
    };
}
function loudestOf(started) {
    const counting = partsOf(started, true).filter(({ counts }) => counts);
    return counting.toSorted((a, b) => b.log - a.log)[0];
}
