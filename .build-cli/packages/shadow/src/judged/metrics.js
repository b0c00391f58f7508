import { modelMetrics } from "./model-metrics.js";
import { pathMetrics } from "./path-metrics.js";
import { requirementMetrics } from "./requirement-metrics.js";
/** Everything that decides, as policies with their samples: paths, what never differed, requirements, models. */
export function metricsOf(summary, comparison, settings) {
    return [
        ...pathMetrics(summary, comparison.noise, settings),
        ...modelMetrics(summary, comparison, settings),
        ...requirementMetrics(summary, settings),
    ];
}
