import { shadowHtml, shadowMarkdown, shadowTerminal } from '@sluice/report'
import type { ShadowDetails, ShadowModel, ShadowPath } from '@sluice/verdict'

/** A field that differs. */
const path: ShadowPath = {
  path: 'price',
  status: 'worse',
  rate: 0.021,
  noise: null,
  excess: 0.021,
  low: 0.017,
  high: 0.026,
  pairs: 105,
  kinds: [{ kind: 'value', count: 105 }],
  higher: 105,
  lower: 0,
  examples: [{ id: '1', kind: 'value', primary: '100', candidate: '105' }],
}

/** A comparison in which nothing differed. */
export const none: ShadowDetails = {
  kind: 'shadow',
  noise: 'paired',
  redacted: false,
  compared: 10_000,
  repeated: 0,
  differing: 0,
  paths: [],
  pathsOmitted: 0,
  slices: [],
  measures: [],
  lost: [],
  cost: [],
  conduct: [],
}

/** What two models said that differ a little. */
export const model: ShadowModel = {
  type: 'classification',
  figures: [
    { name: 'agreement', value: 0.972, unit: 'share' },
    { name: 'accuracy', value: 0.913, stable: 0.92, unit: 'share' },
  ],
  labels: [],
  confusion: [],
  flips: [],
  slices: [],
  drift: [],
  calibration: [],
}

/** A comparison in which one field differed. */
export function withPath(some: Partial<ShadowPath>, more: Partial<ShadowDetails> = {}): ShadowDetails {
  return { ...none, differing: 105, paths: [{ ...path, ...some }], ...more }
}

/** The comment, the page and the terminal, with plain spaces. */
export function media(details: ShadowDetails, confidence = 0.95): readonly string[] {
  return [
    shadowMarkdown(details, confidence).join('\n'),
    shadowHtml(details, confidence).join('\n'),
    shadowTerminal(details, confidence),
  ].map((text) => text.replaceAll('\u00a0', ' '))
}
