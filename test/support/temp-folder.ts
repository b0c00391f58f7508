import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder in the temporary folder of this test run. */
export function tempFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `${name}-`))
}

/** Set-up of a whole run: all tests, and the programs that they start, share one temporary folder, which is gone at the end. */
export default function ofThisRun(): () => void {
  const outer = process.env['TMPDIR']
  const folder = tempFolder('sluice')
  process.env['TMPDIR'] = folder
  return () => {
    if (outer === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = outer
    rmSync(folder, { recursive: true, force: true })
  }
}
