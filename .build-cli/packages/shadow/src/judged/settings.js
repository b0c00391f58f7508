/** What was asked, as settings of the judgement on what was seen in a window. */
export function settingsOf(asked, window) {
    return {
        confidence: asked.confidence,
        maxDifferenceRate: asked['max-difference-rate'],
        requirements: asked.requirements,
        window,
    };
}
