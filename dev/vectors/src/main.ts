import { readFileSync } from 'node:fs'
import { reportLines, runVectors, unreadable } from './run.ts'
import type { VectorResult } from './result.ts'

function runFile(file: string): readonly VectorResult[] {
  try {
    const text = readFileSync(file, 'utf8')
    const document: unknown = JSON.parse(text)
    return runVectors(file, document, text)
  } catch (error) {
    return [unreadable(file, error instanceof Error ? error.message : String(error))]
  }
}

const files = process.argv.slice(2)
const results =
  files.length > 0 ? files.flatMap(runFile) : [unreadable('(no file)', 'name at least one vector file')]
for (const line of reportLines(results)) console.log(line)
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1
