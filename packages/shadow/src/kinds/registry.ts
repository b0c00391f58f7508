import { classificationKind } from './classification.ts'
import type { AnswerKind } from './contract.ts'
import { embeddingKind } from './embedding.ts'
import { rankingKind } from './ranking.ts'
import { regressionKind } from './regression.ts'
import { textKind } from './text.ts'

export type KindName = 'json' | 'classification' | 'regression' | 'ranking' | 'embedding' | 'text'

/** What `kind` may name; the first is what is meant when nobody says. */
export const ANSWER_KINDS: Readonly<Record<KindName, AnswerKind>> = {
  json: {},
  classification: classificationKind,
  regression: regressionKind,
  ranking: rankingKind,
  embedding: embeddingKind,
  text: textKind,
}

export const KIND_NAMES = Object.keys(ANSWER_KINDS) as readonly KindName[]
