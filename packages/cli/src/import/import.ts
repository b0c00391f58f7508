import { UserError } from '@sluice/action'
import { argoRollouts } from './argo/index.ts'
import { codeDeploy } from './aws/codedeploy.ts'
import { sageMaker } from './aws/sagemaker.ts'
import { k8sDeploy } from './azure/k8s-deploy.ts'
import { flagger } from './flagger/index.ts'
import type { Importer } from './importer.ts'
import { kayentaConfig } from './kayenta/index.ts'
import { Ledger, type Note } from './ledger.ts'
import { under, itemsUnder, placesIn, textUnder, type InputPlace } from './place.ts'
import type { Release } from './release.ts'
import { configText } from './write/config.ts'
import { workflowText } from './write/workflow.ts'

const IMPORTERS: readonly Importer[] = [
  argoRollouts,
  flagger,
  kayentaConfig,
  codeDeploy,
  sageMaker,
  k8sDeploy,
]

export const CONFIG = '.github/sluice.yml'
export const WORKFLOW = '.github/workflows/sluice.yml'

/** What `apiVersion` and `kind` are carried into. */
export const FORMAT = 'the format'

/** What an import comes to. Nothing is written yet. */
export interface Imported {
  readonly releases: readonly Release[]
  readonly notes: readonly Note[]
  /** Documents of other kinds, by what they are. */
  readonly skipped: ReadonlyMap<string, number>
  readonly files: ReadonlyMap<string, string>
}

/** Reads the texts of files, by their names. Throws a `UserError` with all problems of all files. */
export function importFrom(texts: ReadonlyMap<string, string>): Imported {
  const documents = documentsIn(texts)
  const ledger = new Ledger()
  const claimed = IMPORTERS.map((importer) => ({
    importer,
    own: documents.filter((one) => importer.claims(one)),
  }))
  const releases = claimed.flatMap(({ importer, own }) =>
    own.length === 0 ? [] : importer.read(own, ledger),
  )
  const read = new Set(claimed.flatMap(({ own }) => own))
  if (releases.length === 0) throw nothingToImport(texts, documents)
  for (const document of read) {
    ledger.carried(under(document, 'apiVersion'), FORMAT)
    ledger.carried(under(document, 'kind'), FORMAT)
    ledger.rest(document)
  }
  const named = withOwnServices(releases)
  return {
    releases: named,
    notes: ledger.notes,
    skipped: countedKinds(documents.filter((one) => !read.has(one))),
    files: new Map([
      [CONFIG, configText(named)],
      [WORKFLOW, workflowText(named)],
    ]),
  }
}

function documentsIn(texts: ReadonlyMap<string, string>): readonly InputPlace[] {
  const problems: string[] = []
  const found = [...texts].flatMap(([file, text]) => {
    const helm = HELM.exec(text)
    if (helm !== null) {
      const line = text.slice(0, helm.index).split('\n').length
      problems.push(
        `${file}:${line}: it is a Helm template (${helm[0].slice(0, 40)}). Render it first: \`helm template CHART | sluice import -\`.`,
      )
      return []
    }
    try {
      return placesIn(file, text).flatMap(itemsOfList)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      problems.push(error.message)
      return []
    }
  })
  if (problems.length > 0)
    throw new UserError(
      'IMPORT_INPUT',
      problems.join('\n'),
      'Correct these files, then import again. Nothing was written.',
    )
  return found
}

/** Helm's own objects and control words. `{{args.x}}` of Argo and `{{ target }}` of Flagger are none of them. */
const HELM =
  /\{\{-?\s*(?:["`]|\.(?:Values|Release|Chart|Files|Capabilities|Template)\b|(?:if|else|end|range|with|include|define|template|toYaml|tpl|block)\b|\$)[^}]*\}\}/

function itemsOfList(document: InputPlace): readonly InputPlace[] {
  const isList = /List$/.test(textUnder(document, 'kind') ?? '') && under(document, 'items') !== undefined
  return isList ? itemsUnder(document, 'items') : [document]
}

function nothingToImport(texts: ReadonlyMap<string, string>, documents: readonly InputPlace[]): UserError {
  const kinds = [...countedKinds(documents).keys()]
  const seen = kinds.length === 0 ? 'They are empty.' : `They have: ${kinds.slice(0, 10).join(', ')}.`
  return new UserError(
    'NOTHING_TO_IMPORT',
    `sluice import: there is nothing that it can import in ${[...texts.keys()].slice(0, 5).join(', ') || 'no file'}. ${seen}`,
    'docs/import.md lists what it reads.',
  )
}

function countedKinds(documents: readonly InputPlace[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of documents) {
    const kind = textUnder(one, 'kind') ?? 'a document without a kind'
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}

/** Services with names of their own, without characters that a workflow or a shell would read. */
function withOwnServices(releases: readonly Release[]): readonly Release[] {
  const names = releases.map(({ service }) => service.replaceAll(/[^\w.-]+/g, '-') || 'app')
  return releases.map((release, i) => {
    const name = names[i] ?? 'app'
    const before = names.slice(0, i).filter((one) => one === name).length
    return { ...release, service: before === 0 ? name : `${name}-${before + 1}` }
  })
}
