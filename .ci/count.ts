/** Prints `N passed, N failed[, N skipped]` from vitest's JSON results; exits 1 when a test failed or none ran. */
import { readFileSync } from 'node:fs'

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numFailedTestSuites: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

const results = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Results
// A file that could not even be loaded has no tests to count, and must not vanish from the sum.
const unloaded = results.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
).length
const failed = results.numFailedTests + unloaded
const skipped = results.numPendingTests
console.log(`${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 || results.numPassedTests === 0 ? 1 : 0
