import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml'
import { SCHEMA } from '../../init/files.ts'
import type { Entry, Release, Value } from '../release.ts'

/** The text of `.github/sluice.yml`: one service at the top, several under `services`. */
export function configText(releases: readonly Release[]): string {
  const [only] = releases
  const entries: readonly Entry[] =
    releases.length === 1 && only !== undefined
      ? only.inputs
      : [
          {
            key: 'services',
            value: { map: releases.map(({ service, inputs }) => ({ key: service, value: { map: inputs } })) },
          },
        ]
  const document = new Document()
  document.contents = mapOf(entries) as never
  const head = [
    `# yaml-language-server: $schema=${SCHEMA}`,
    '# Made by `sluice import`. Check every line with a comment; `npx @sluice-actions/cli doctor` says what is still missing.',
    '',
  ]
  return `${head.join('\n')}\n${document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false })}`
}

function mapOf(entries: readonly Entry[]): YAMLMap {
  const map = new YAMLMap()
  for (const { key, value, comment } of entries) {
    const name = new Scalar(key)
    if (comment !== undefined) name.commentBefore = ` ${comment}`
    map.items.push(new Pair(name, nodeOf(value)))
  }
  return map
}

function nodeOf(value: Value): Node {
  if (typeof value !== 'object') return new Scalar(value)
  if ('map' in value) return mapOf(value.map)
  const list = new YAMLSeq()
  list.items.push(...value.list.map(nodeOf))
  // Words of a program are easier to read on one line.
  list.flow = value.list.every((item) => typeof item === 'string' && item.length < 40)
  return list
}
