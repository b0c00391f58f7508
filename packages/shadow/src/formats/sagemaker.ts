import { asJson, fromBase64, jsonIn, textOpener } from '../json/open-texts.ts'
import type { LogFormat } from './contract.ts'
import { lineReader, parsedLine, memberAt } from './line-reader.ts'

/**
 * What SageMaker's data capture writes: the answer is a text, or base64, in `captureData.endpointOutput.data`. It is read
 * as what it holds. `id` is the caller's inference id where there is one; what no two captures share is null.
 */
export const sagemaker: LogFormat = {
  endings: [],
  begins: (start) => /^\s*\{.*"captureData"\s*:\s*\{\s*"endpoint(?:In|Out)put"/.test(start),
  reader: () => lineReader(captureRecord),
}

const openData = textOpener(['captureData.*.data'], capturedIn)
const dropTime = textOpener(['eventMetadata.inferenceTime'], () => 'null')
const dropTimeAndEvent = textOpener(['eventMetadata.inferenceTime', 'eventMetadata.eventId'], () => 'null')

function captureRecord(line: Buffer): string {
  const id = memberAt(parsedLine(line), 'eventMetadata', 'inferenceId')
  const opened = openData(line)
  if (typeof id !== 'string') return dropTime(opened).toString('utf8')
  return dropTimeAndEvent(opened)
    .toString('utf8')
    .replace('{', () => `{"id":${JSON.stringify(id)},`)
}

/** JSON as text or in base64, or numbers separated by commas: one of them is a number, several are a list. */
function capturedIn(text: string): string | undefined {
  return jsonIn(text) ?? numbersIn(text) ?? numbersIn(fromBase64(text))
}

function numbersIn(text: string | undefined): string | undefined {
  return text === undefined || !/^[\d.,eE+\s-]+$/.test(text) ? undefined : asJson(`[${text}]`)
}
