import { judgeFixed } from "./fixed/judge-fixed.js";
import { judgeKayenta } from "./kayenta/kayenta-judge.js";
import { judgeTogether } from "./paired/judge-together.js";
import { deliberate } from "./sequential/deliberate.js";
import { judgeThreshold } from "./threshold/threshold-judge.js";
/** A judge that looks at each metric by itself. */
function alone(judgeOne) {
    return (policy, metrics, samplesOf) => metrics.map((metric) => judgeOne(policy, metric, samplesOf(metric) ?? { metric: metric.name, blocks: [] }));
}
/** Every judge a metric may name; a judge is one file and one line here. */
export const judges = {
    sequential: (policy, metrics, samplesOf) => deliberate(policy, metrics, samplesOf).evidence,
    fixed: alone(judgeFixed),
    threshold: alone((_policy, metric, samples) => judgeThreshold(metric, samples)),
    kayenta: alone((_policy, metric, samples) => judgeKayenta(metric, samples)),
    paired: judgeTogether,
};
