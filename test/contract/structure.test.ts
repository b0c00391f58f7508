import { describe, test } from 'vitest'
import { expectOnlyKnown } from '../support/baseline.ts'
import { read } from '../support/files.ts'
import { circles } from '../support/circles.ts'
import { exportsOf, homeOf, importsAtOnce, resolveImport, sources } from '../support/sources.ts'

/** A file that is loaded when it is first needed, such as a verb of the command line, stands on its own for that reason. */
const graph = new Map(
  sources.map(
    (file) => [file, importsAtOnce(file).flatMap((name) => resolveImport(file, name) ?? [])] as const,
  ),
)
/** Files that a package exports under one name, such as `s` for the schema kit: what they hold are no names of the package. */
const kits = new Set(
  sources
    .filter((file) => file.endsWith('/index.ts'))
    .flatMap((file) =>
      [...read(file).matchAll(/^export \* as \w+ from '(.+)'/gm)].map(([, name = '']) =>
        resolveImport(file, name),
      ),
    ),
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
    for (const file of sources.filter((one) => one.startsWith('packages/') && !kits.has(one))) {
      for (const name of exportsOf(file))
        homesOf.set(name, (homesOf.get(name) ?? new Set()).add(homeOf(file)))
    }
    const found = [...homesOf]
      .filter(([, by]) => by.size > 1)
      .map(([name, by]) => `${name}: ${[...by].sort().join(', ')}`)
    expectOnlyKnown('names-exported-twice', found.sort(), 'give one of the two another name')
  })
})
