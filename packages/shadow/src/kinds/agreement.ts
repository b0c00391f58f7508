import type { Agreement, JudgedAnswer } from './contract.ts'

export type { Agreement } from './contract.ts'

export function emptyAgreement(): Agreement {
  return { n: 0, agreed: 0, unusable: 0, bothRight: 0, stableOnly: 0, candidateOnly: 0, neither: 0 }
}

export function noteAnswer(into: Agreement, judged: JudgedAnswer | undefined): void {
  if (judged === undefined) {
    into.unusable++
    return
  }
  into.n++
  if (judged.agree) into.agreed++
  if (judged.right === undefined) return
  const { stable, candidate } = judged.right
  if (stable && candidate) into.bothRight++
  else if (stable) into.stableOnly++
  else if (candidate) into.candidateOnly++
  else into.neither++
}

export function addAgreement(into: Agreement, from: Agreement): void {
  into.n += from.n
  into.agreed += from.agreed
  into.unusable += from.unusable
  into.bothRight += from.bothRight
  into.stableOnly += from.stableOnly
  into.candidateOnly += from.candidateOnly
  into.neither += from.neither
}

/** Pairs whose label is known. */
export function labelled(a: Agreement): number {
  return a.bothRight + a.stableOnly + a.candidateOnly + a.neither
}
