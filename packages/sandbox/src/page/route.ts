import type { Reply } from '../server/call.ts'
import type { RawRequest } from '../server/listen.ts'
import type { SandboxState } from '../state.ts'

const ARTIFACT = /^\/_sandbox\/artifacts\/(\d+)\.zip$/

/** Answers what is not API: pages for people and the files behind artifact links. */
export function renderPage(state: SandboxState, request: RawRequest): Reply | undefined {
  const artifact = ARTIFACT.exec(request.target)
  if (artifact !== null) {
    const content = state.artifact(Number(artifact[1]))
    return content && { status: 200, body: content, headers: { 'content-type': 'application/zip' } }
  }
  return undefined
}
