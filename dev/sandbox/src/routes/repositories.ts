import { createHash } from 'node:crypto'
import { commitOf, pullNumbered, repositoryOf } from '../repositories.ts'
import { ok } from '../server/call.ts'
import type { ApiCall, ApiReply, Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { notFound } from '../server/refusal.ts'
import { viewFullPull, viewPull } from '../views/pull.ts'
import { repositoryUrls, viewRepository } from '../views/repository.ts'
import type { Backend } from '../backend.ts'

function content(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const ref = call.query['ref'] ?? repository.defaultBranch
  const path = call.params['path'] ?? ''
  const text = commitOf(repository, ref, 404).files.get(path)
  if (text === undefined) throw notFound()
  const { url, html } = repositoryUrls(repository, call.api)
  const bytes = Buffer.from(text)
  const sha = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
  const own = `${url}/contents/${path}?ref=${encodeURIComponent(ref)}`
  const links = {
    git: `${url}/git/blobs/${sha}`,
    html: `${html}/blob/${ref}/${path}`,
  }
  return ok({
    type: 'file',
    encoding: 'base64',
    size: bytes.length,
    name: path.split('/').at(-1) ?? path,
    path,
    content: bytes.toString('base64').replaceAll(/.{60}/g, '$&\n'),
    sha,
    url: own,
    git_url: links.git,
    html_url: links.html,
    download_url: `${html}/raw/${ref}/${path}`,
    _links: { self: own, ...links },
  })
}

export const repositories: Routes = {
  'repos/get': (call, backend) => ok(viewRepository(repositoryOf(call, backend), backend, call.api)),
  'repos/get-content': content,
  'pulls/get': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const pull = pullNumbered(repository, Number(call.params['pull_number']))
    return ok(viewFullPull(pull, repository, backend, call.api))
  },
  'repos/list-pull-requests-associated-with-commit': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const { sha } = commitOf(repository, call.params['commit_sha'] ?? '', 422)
    const page = paginate(
      call,
      repository.pulls.filter((pull) => pull.headSha === sha || pull.mergedAs === sha),
    )
    return ok(
      page.items.map((pull) => viewPull(pull, repository, backend, call.api)),
      page.headers,
    )
  },
}
