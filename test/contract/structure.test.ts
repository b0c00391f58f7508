import { describe, test } from 'vitest'
import { expectOnlyKnown } from '../support/baseline.ts'
import { read } from '../support/files.ts'
import { circles } from '../support/circles.ts'
import { exportsOf, homeOf, importsOf, resolveImport, sources } from '../support/sources.ts'

const graph = new Map(
  sources.map((file) => [file, importsOf(file).flatMap((name) => resolveImport(file, name) ?? [])] as const),
)
const homes = [...new Set(sources.map(homeOf))]

describe('structure', () => {
  test.each(homes)('no files of %s import each other in a circle', (home) => {
    const found = circles(graph).flatMap((circle) => circle.filter((file) => homeOf(file) === home))
    expectOnlyKnown(`${home}/circles`, found.sort(), 'move what both need into a third file')
  })

  test.each(homes)('no file of %s is under forty lines and used by one other file', (home) => {
    const importers = new Map<string, Set<string>>()
    for (const [file, targets] of graph) {
      for (const target of targets) importers.set(target, (importers.get(target) ?? new Set()).add(file))
    }
    const found = [...importers]
      .filter(([file, by]) => homeOf(file) === home && by.size === 1 && read(file).split('\n').length <= 40)
      // A line of a registry, or of the package's front door, is what a file of its own is for.
      .filter(([, by]) => ![...by].some((one) => /\/(registry|index)\.ts$/.test(one)))
      .map(([file]) => file)
    expectOnlyKnown(`${home}/small-files`, found.sort(), 'fold the file into the one that imports it')
  })

  test('no name is exported by two packages for different things', () => {
    const homesOf = new Map<string, Set<string>>()
    for (const file of sources.filter((one) => one.startsWith('packages/'))) {
      for (const name of exportsOf(file))
        homesOf.set(name, (homesOf.get(name) ?? new Set()).add(homeOf(file)))
    }
    const found = [...homesOf]
      .filter(([, by]) => by.size > 1)
      .map(([name, by]) => `${name}: ${[...by].sort().join(', ')}`)
    expectOnlyKnown('names-exported-twice', found.sort(), 'give one of the two another name')
  })
})
