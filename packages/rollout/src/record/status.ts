import { decodeWord, encodeWord, type Word } from './word.ts'
import { sentenceOf } from './sentences.ts'

export type RecordStatusState = 'queued' | 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

/** A status as it is written: a sentence for people, and the machine word in the fragment of the address. */
export interface StatusText {
  readonly state: RecordStatusState
  readonly description: string
  readonly logUrl: string
}

const MOST_DESCRIPTION = 140
const MOST_URL = 255

/**
 * Writes a word down. The word goes into the fragment of `runUrl`; where there is no address, where it would be longer
 * than 255 characters and where GitHub drops fragments (`fragments: false`), it follows the sentence.
 */
export function writeStatus(
  word: Word,
  state: RecordStatusState,
  runUrl: string,
  { fragments = true, sentence = sentenceOf(word) } = {},
): StatusText {
  const machine = `#${encodeWord(word)}`
  if (fragments && runUrl !== '' && runUrl.length + machine.length <= MOST_URL) {
    return { state, description: cut(sentence, MOST_DESCRIPTION), logUrl: `${runUrl}${machine}` }
  }
  const room = MOST_DESCRIPTION - machine.length - 1
  return { state, description: `${cut(sentence, room)} ${machine}`, logUrl: runUrl }
}

/** The word of a status: from the fragment of its address, else from the end of its sentence. */
export function readStatus({
  description,
  logUrl,
}: Pick<StatusText, 'description' | 'logUrl'>): Word | undefined {
  return afterHash(logUrl) ?? afterHash(description)
}

function afterHash(text: string): Word | undefined {
  const start = text.lastIndexOf('#sluice=')
  return start < 0 ? undefined : decodeWord(text.slice(start + 1).trim())
}

/** What GitHub shows for a word, given whether the record was still a claim before it. */
export function stateFor(
  word: Word,
  before: { readonly claimed: boolean; readonly promoted: boolean },
): RecordStatusState {
  if (word.kind !== 'end')
    return before.promoted ? 'success' : before.claimed && word.kind !== 'rise' ? 'queued' : 'in_progress'
  switch (word.as) {
    case 'promoted':
    case 'finished':
      return 'success'
    case 'rolled-back':
    case 'refused':
    case 'stayed':
      return 'failure'
    case 'error':
      return 'error'
    case 'aborted':
    case 'superseded':
    case 'given-up':
    case 'rehearsed':
      return 'inactive'
  }
}

function cut(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, Math.max(0, most - 1)).join('')}…`
}
