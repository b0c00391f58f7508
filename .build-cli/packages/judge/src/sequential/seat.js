import { kindOf } from "./kind.js";
import { metricProcess } from "./metric-process.js";
/** A seat for each metric, in order, with nothing seen yet. */
export function seatsOf(policy, metrics) {
    return metrics.map((metric) => {
        const process = kindOf(metric, policy)((kind) => metricProcess(kind, metric, policy.stages));
        return { metric, process, ruling: null };
    });
}
