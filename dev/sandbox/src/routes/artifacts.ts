import { createHash } from 'node:crypto'
import type { StoredArtifact, Repository } from '../model/index.ts'
import { repositoryOf } from '../repositories.ts'
import { ok } from '../server/call.ts'
import type { Routes } from '../server/call.ts'
import type { JsonObject } from '../server/json.ts'
import { paginate } from '../server/paginate.ts'
import { Refusal, notFound } from '../server/refusal.ts'
import { repositoryUrls } from '../views/repository.ts'
import { nodeId } from '../views/user.ts'
import { runOf } from './runs.ts'

function view(artifact: StoredArtifact, repository: Repository, api: string): JsonObject {
  const own = `${repositoryUrls(repository, api).url}/actions/artifacts/${artifact.id}`
  const run = repository.runs.find((one) => one.id === artifact.runId)
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.content.byteLength,
    url: own,
    archive_download_url: `${own}/zip`,
    expired: artifact.expired,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: null,
    digest: `sha256:${createHash('sha256').update(artifact.content).digest('hex')}`,
    workflow_run: {
      id: artifact.runId,
      repository_id: repository.id,
      head_repository_id: repository.id,
      head_branch: run?.branch ?? '',
      head_sha: run?.headSha ?? '',
    },
  }
}

export const artifacts: Routes = {
  'actions/list-workflow-run-artifacts': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const run = runOf(call, repository, backend)
    const { name } = call.query
    const found = repository.artifacts
      .filter((one) => one.runId === run.id && (name === undefined || one.name === name))
      .reverse()
    const page = paginate(call, found)
    const shown = page.items.map((one) => view(one, repository, call.api))
    return ok({ total_count: page.total, artifacts: shown }, page.headers)
  },
  'actions/download-artifact': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const artifact = repository.artifacts.find((one) => one.id === Number(call.params['artifact_id']))
    if (artifact === undefined) throw notFound()
    if (artifact.expired) throw new Refusal(410, 'Artifact has expired')
    const location = `${new URL(call.api).origin}/_sandbox/artifacts/${artifact.id}.zip`
    return { status: 302, headers: { location } }
  },
}
