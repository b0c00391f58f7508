import { gateBrief, type Decision, type GateDecision } from '@sluice/gate'
import {
  addStatus,
  createDeployment,
  listDeployments,
  publishing,
  type DeploymentState,
} from '@sluice/github'
import type { GateStep } from './prepare.ts'

/** Its own task, so that no one takes the gate's opinion for a deployment. */
const TASK = 'sluice:gate'

const STATES: Readonly<Record<Decision, DeploymentState>> = {
  open: 'success',
  closed: 'failure',
  waiting: 'pending',
}

/** Says the decision as a deployment status; returns the deployment's id, or nothing where it could not be written. */
export async function recordStatus(gate: GateStep, decided: GateDecision): Promise<string> {
  const { input, connection, target, io } = gate
  const { github, runUrl } = connection
  if (github === undefined || input['dry-run'] || !input.publish.includes('deployment')) return ''
  const written = await publishing(async () => {
    const { sha, environment } = target
    const [known] = await listDeployments(github, { sha, environment, task: TASK, limit: 1 })
    const { id } =
      known ??
      (await createDeployment(github, {
        ref: sha,
        environment,
        task: TASK,
        payload: { gate: target.service ?? '' },
      }))
    const [description = ''] = gateBrief(decided, 140).replaceAll(/[*`]/g, '').split('\n')
    await addStatus(github, {
      id,
      state: STATES[decided.decision],
      autoInactive: false,
      description,
      ...(runUrl === undefined ? {} : { logUrl: runUrl }),
    })
    return String(id)
  })
  if (written.published) return written.value
  io.log.warning(`The deployment status could not be written: ${written.because}`)
  return ''
}
