import { adjustP, binomialAtLeast, clopperPearson, largerMeanP } from '@sluice/stats'
import type { ShadowModel } from '@sluice/verdict'
import { ANSWER_KINDS, type KindName } from '../kinds/registry.ts'
import { labelled } from '../kinds/agreement.ts'
import { lossChanges, stableLosses } from '../kinds/loss.ts'
import type { AnsweredCounts } from '../kinds/model-tally.ts'

/** What is lost in a slice, and the chance of losing as much where nothing is lost. */
interface Lost {
  readonly loss: number
  readonly p: number
}

/**
 * Slices, those first in which the candidate certainly loses; where the truth is not known, by how often the models disagree.
 * The share of false ones among the flagged is kept below the level (Benjamini-Hochberg).
 */
export function modelSlices(
  slices: ReadonlyMap<string, AnsweredCounts>,
  kind: KindName,
  confidence: number,
): ShadowModel['slices'] {
  const all = [...slices].sort(([a], [b]) => (a < b ? -1 : 1))
  const lost = all.map(([, answered]) => lostIn(answered, kind))
  const adjusted = adjustP(
    lost.map((each) => each?.p ?? 1),
    'benjamini-hochberg',
  )
  return all
    .map(([name, { agreement }], i) => {
      const p = adjusted[i] ?? 1
      const loss = lost[i]?.loss
      return {
        name,
        pairs: agreement.n,
        agreement: agreement.n === 0 ? 0 : agreement.agreed / agreement.n,
        ...(agreement.n === 0 ? {} : clopperPearson(agreement.agreed, agreement.n, confidence)),
        flagged: p <= 1 - confidence,
        ...(loss === undefined ? {} : { loss, p }),
      }
    })
    .sort(
      (x, y) =>
        Number(y.flagged) - Number(x.flagged) || x.agreement - y.agreement || (x.name < y.name ? -1 : 1),
    )
}

/** Accuracy in points, by McNemar's exact test; of errors the share they grew by and of gain its points, by Student's. */
function lostIn({ agreement, loss }: AnsweredCounts, kind: KindName): Lost | undefined {
  const known = labelled(agreement)
  if (known > 0) {
    const { stableOnly, candidateOnly } = agreement
    const discordant = stableOnly + candidateOnly
    const p = discordant === 0 ? 1 : binomialAtLeast(stableOnly, discordant, 0.5)
    return { loss: (stableOnly - candidateOnly) / known, p }
  }
  if (loss.n === 0) return undefined
  const changes = lossChanges(loss)
  const before = stableLosses(loss).mean
  const lost =
    ANSWER_KINDS[kind].truth === 'error growth' && before > 0 ? changes.mean / before : changes.mean
  return { loss: lost, p: largerMeanP(changes) }
}
