import type { ShadowFigure } from '@sluice/verdict'
import type { Drift } from '../drift/drift.ts'
import type { Loss } from './loss.ts'

/** Where a model's answer stands in a record. */
export interface ModelPaths {
  readonly prediction: readonly string[]
  /** The probability of the positive class, or the confidence in the prediction. */
  readonly score: readonly string[] | undefined
  readonly label: readonly string[] | undefined
  /** Inputs whose distribution is watched for drift between the arms. */
  readonly inputs: readonly (readonly string[])[]
  /** For binary classification: the class that `score` is the probability of. */
  readonly positive: string | undefined
  /** For rankings: how many of the first results matter. */
  readonly top: number
}

/** By what two models are judged where the truth is known. */
export type TruthRequirement = 'accuracy loss' | 'error growth' | 'gain loss'

/** A kind of answer and how two of them are compared. A new one is a file beside this and a line in the registry. */
export interface AnswerKind {
  /** Counts what models of this kind answer; undefined where answers are compared field by field only. */
  readonly tally?: (paths: ModelPaths) => KindTally
  /** What decides where the truth is known; undefined where nothing can. */
  readonly truth?: TruthRequirement
  /** Where a score stands when nobody says. */
  readonly score?: readonly string[]
}

/** What both models said about one input, as JSON tokens; undefined where the record does not say. */
export interface Answers {
  readonly stable: string | undefined
  readonly candidate: string | undefined
  readonly stableScore: string | undefined
  readonly candidateScore: string | undefined
  /** What the stable model said of the same input again, where it was asked twice. */
  readonly repeat?: string | undefined
  readonly repeatScore?: string | undefined
  /** What the input is called, for examples: those that come first by `order` are kept. */
  readonly input?: NamedInput
  /** The truth as the primary's record has it. */
  readonly label: string | undefined
  /** Whether the candidate's record has another: then the two are not about one input. */
  readonly disputed: boolean
  /** Watched inputs as the two arms logged them. */
  readonly inputs: readonly (readonly [string | undefined, string | undefined])[]
}

/** An input and its place among examples. */
export interface NamedInput {
  readonly order: number
  readonly id: () => string
  /** A token of a record as a report may show it. */
  readonly show: (token: string) => string
}

/**
 * Something that must not get worse though no one asked: a share of answers, or the mean change of a loss. It decides only
 * where more is seen than the margin.
 */
export type AnswerGuard =
  | {
      readonly about: 'share'
      readonly name: string
      readonly margin: number
      readonly n: number
      readonly stableOnly: number
      readonly candidateOnly: number
      readonly both: number
      /** What to say where it decides. */
      readonly said: string | undefined
    }
  | {
      readonly about: 'change'
      readonly name: string
      readonly margin: number
      readonly loss: Loss
      /** Where the truth is known, that decides instead. */
      readonly unlessLabelled?: true
    }

/** Whether the two agree, and, where the truth is known, who is right, or how far off each of them is. */
export interface JudgedAnswer {
  readonly agree: boolean
  readonly right?: { readonly stable: boolean; readonly candidate: boolean }
  readonly loss?: { readonly stable: number; readonly candidate: number }
  /** Where the truth is not known: how far the answers lie apart, in the unit of the kind. */
  readonly apart?: number
}

/** Pairs of answers by agreement and, where there is a label, by who was right. */
export interface Agreement {
  n: number
  agreed: number
  /** Pairs where an answer was missing or not of the kind. */
  unusable: number
  bothRight: number
  stableOnly: number
  candidateOnly: number
  neither: number
}

/** Plain data: nested lists of numbers and text. */
export type Plain = number | string | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** Cells of a table with their counts. */
export type CrossCells = readonly (readonly [row: string, column: string, count: number])[]

/** What a kind of model adds to a report besides agreement. */
export interface KindDetails {
  readonly figures: readonly ShadowFigure[]
  /** How often each class of the stable model became which one of the candidate. */
  readonly cells: CrossCells
  readonly drift: readonly (Drift | undefined)[]
  /** By arm: mean score, share of positives and number of answers in each bin of scores. */
  readonly calibration: readonly (readonly (readonly number[])[])[]
}

/** What one kind of model counts besides agreement. Parts add up: `merge` takes what `data` gave. */
export interface KindTally {
  /** Undefined when the two answers cannot be compared; that is counted as not comparable. */
  readonly observe: (answers: Answers) => JudgedAnswer | undefined
  /** Whether two answers to one input agree; undefined where they cannot be compared. Counts nothing. */
  readonly agree: (stable: string | undefined, other: string | undefined) => boolean | undefined
  readonly details: (confidence: number) => KindDetails
  /** Of classes: by class of the truth, inputs by which model is right. */
  readonly byTruth?: ReadonlyMap<string, Agreement>
  /** What is guarded besides agreement and truth. */
  readonly guards?: () => readonly AnswerGuard[]
  readonly data: () => Plain
  readonly merge: (data: Plain) => void
}

/** The finite number a token is, or undefined. */
export function tokenNumber(token: string | undefined): number | undefined {
  if (token === undefined || token === 'null' || token.startsWith('"')) return undefined
  const value = Number(token)
  return Number.isFinite(value) ? value : undefined
}

/** The list a token is, or undefined. */
export function arrayIn(token: string | undefined): readonly unknown[] | undefined {
  if (token === undefined || !token.startsWith('[')) return undefined
  try {
    const value: unknown = JSON.parse(token)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
