import { Distribution } from "../tally/distribution.js";
import { addTo, settled } from "../tally/exact-sum.js";
import { readText } from "../tally/read-text.js";
import { numberOf } from "./answers.js";
import { Table } from "./table.js";
/** Calibration is read in ten bins of equal width, closed on the right. */
export const CALIBRATION_BINS = 10;
/** Log-loss takes probabilities no nearer to 0 and 1 than this, as scikit-learn does for doubles. */
const CLIP = 2 ** -52;
/** Counts classes: who said what, flips between them, and how good the scores are. */
export class ClassificationTally {
    flips = new Table();
    truth = { stable: new Table(), candidate: new Table() };
    shift = new Distribution();
    scores = { stable: new Distribution(), candidate: new Distribution() };
    quality = { stable: emptyScores(), candidate: emptyScores() };
    #positive;
    constructor(positive) {
        this.#positive = positive;
    }
    observe(answers) {
        const agree = this.agree(answers.stable, answers.candidate);
        if (answers.stable === undefined || answers.candidate === undefined || agree === undefined)
            return undefined;
        const stable = readText(answers.stable);
        const candidate = readText(answers.candidate);
        this.flips.add(stable, candidate);
        this.#score(answers);
        if (answers.label === undefined || answers.label === 'null')
            return { agree };
        const label = readText(answers.label);
        this.truth.stable.add(label, stable);
        this.truth.candidate.add(label, candidate);
        return { agree, right: { stable: stable === label, candidate: candidate === label } };
    }
    agree(stable, other) {
        if (stable === undefined || other === undefined)
            return undefined;
        return readText(stable) === readText(other);
    }
    #score(answers) {
        const stable = numberOf(answers.stableScore);
        const candidate = numberOf(answers.candidateScore);
        if (stable === undefined || candidate === undefined)
            return;
        this.scores.stable.add(stable);
        this.scores.candidate.add(candidate);
        this.shift.add(candidate - stable);
        if (this.#positive === undefined || answers.label === undefined)
            return;
        const positive = readText(answers.label) === this.#positive;
        noteScore(this.quality.stable, stable, positive);
        noteScore(this.quality.candidate, candidate, positive);
    }
    data() {
        return {
            flips: this.flips.cells(),
            truth: [this.truth.stable.cells(), this.truth.candidate.cells()],
            scores: [this.scores.stable, this.scores.candidate, this.shift].map((d) => plainOf(d)),
            quality: [plainScores(this.quality.stable), plainScores(this.quality.candidate)],
        };
    }
    merge(data) {
        const { flips, truth, scores, quality } = data;
        this.flips.merge(flips);
        this.truth.stable.merge(truth[0]);
        this.truth.candidate.merge(truth[1]);
        this.scores.stable.merge(scores[0]);
        this.scores.candidate.merge(scores[1]);
        this.shift.merge(scores[2]);
        mergeScores(this.quality.stable, quality[0]);
        mergeScores(this.quality.candidate, quality[1]);
    }
}
function emptyScores() {
    return {
        brier: [],
        brierSquared: [],
        logLoss: [],
        logLossSquared: [],
        n: 0,
        bins: Array.from({ length: CALIBRATION_BINS }, () => ({ n: 0, positives: 0, score: [] })),
        positives: new Distribution(),
        negatives: new Distribution(),
    };
}
function noteScore(into, score, positive) {
    if (score < 0 || score > 1)
        return;
    const truth = positive ? 1 : 0;
    into.n++;
    addTo(into.brier, (score - truth) ** 2);
    addTo(into.brierSquared, (score - truth) ** 4);
    const likelihood = Math.min(1 - CLIP, Math.max(CLIP, positive ? score : 1 - score));
    addTo(into.logLoss, -Math.log(likelihood));
    addTo(into.logLossSquared, Math.log(likelihood) ** 2);
    const bin = into.bins[Math.max(0, Math.ceil(score * CALIBRATION_BINS) - 1)];
    if (bin !== undefined) {
        bin.n++;
        bin.positives += truth;
        addTo(bin.score, score);
    }
    ;
    (positive ? into.positives : into.negatives).add(score);
}
function plainOf(distribution) {
    return distribution.data();
}
function plainScores(scores) {
    return {
        brier: settled(scores.brier),
        brierSquared: settled(scores.brierSquared),
        logLoss: settled(scores.logLoss),
        logLossSquared: settled(scores.logLossSquared),
        n: scores.n,
        bins: scores.bins.map(({ n, positives, score }) => ({ n, positives, score: settled(score) })),
        positives: plainOf(scores.positives),
        negatives: plainOf(scores.negatives),
    };
}
function mergeScores(into, from) {
    into.n += from.n;
    for (const sum of ['brier', 'brierSquared', 'logLoss', 'logLossSquared'])
        for (const part of from[sum])
            addTo(into[sum], part);
    from.bins.forEach((bin, k) => {
        const mine = into.bins[k];
        if (mine === undefined)
            return;
        mine.n += bin.n;
        mine.positives += bin.positives;
        for (const part of bin.score)
            addTo(mine.score, part);
    });
    into.positives.merge(from.positives);
    into.negatives.merge(from.negatives);
}
