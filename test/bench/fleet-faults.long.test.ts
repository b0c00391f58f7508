import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FLEET_FAULTS, meetFault, rowText } from '../../bench/fleet-faults.ts'
import { root } from '../support/files.ts'

/** A row without the spaces that align the page. */
const plain = (row: string): string => row.replaceAll(/\s+/g, ' ').trim()
const page = readFileSync(join(root, 'docs/fleet-faults.md'), 'utf8').split('\n').map(plain)

describe('the table of fleet faults', () => {
  test('has ten of them', () => {
    expect(FLEET_FAULTS).toHaveLength(10)
    expect(page.filter((line) => /of 300 \|/.test(line))).toHaveLength(10)
  })

  test.each(FLEET_FAULTS.map((fault) => [fault.name, fault] as const))(
    'says what happens: %s',
    async (_, fault) => {
      const row = await meetFault(fault)
      expect(page).toContain(plain(rowText(row)))
      // Whoever still can goes back; only a device that died at its first boot is lost.
      if (!fault.name.includes('kills')) expect(row.left).toBe(0)
    },
  )
})
