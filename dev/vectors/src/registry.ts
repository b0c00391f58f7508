import { isArgo, runArgo } from './argo.ts'
import { isDrift, runDrift } from './drift.ts'
import { isKayenta, runKayenta } from './kayenta.ts'
import { isDiffy, runDiffy } from './diffy.ts'
import type { VectorFormat } from './result.ts'
import { isStatistics, runStatistics } from './statistics.ts'

/** Every vector format that can be run; a format is one file and one line here. */
export const formats: readonly VectorFormat[] = [
  { name: 'statistics', recognises: isStatistics, run: runStatistics },
  { name: 'kayenta', recognises: isKayenta, run: runKayenta },
  { name: 'argo', recognises: isArgo, run: runArgo },
  { name: 'diffy', recognises: isDiffy, run: runDiffy },
  { name: 'drift', recognises: isDrift, run: runDrift },
]
