import type { App } from '../model/index.ts'
import { repositoryOf } from '../repositories.ts'
import { created, decodeBody, noContent, ok } from '../server/call.ts'
import type { Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { Refusal, notFound } from '../server/refusal.ts'
import { viewProtectionRule, viewRuleApp } from '../views/environment.ts'
import type { Backend } from '../backend.ts'
import { environmentOf } from './environments.ts'

const MAX_RULES = 6
const EVENT = 'deployment_protection_rule'

const offersRules = (backend: Backend): readonly App[] =>
  [...backend.store.apps.values()].filter((app) => app.events.includes(EVENT))

export const protectionRules: Routes = {
  'repos/get-all-deployment-protection-rules': (call, backend) => {
    const { rules } = environmentOf(call, repositoryOf(call, backend))
    const shown = rules.map((rule) => viewProtectionRule(rule, backend, call.api))
    return ok({ total_count: rules.length, custom_deployment_protection_rules: shown })
  },
  'repos/create-deployment-protection-rule': (call, backend) => {
    const { rules } = environmentOf(call, repositoryOf(call, backend))
    const appId = decodeBody<{ readonly integration_id?: number }>(call).integration_id
    const app = offersRules(backend).find((one) => one.id === appId)
    if (app === undefined) throw new Refusal(422, 'Validation Failed: integration_id names no App with rules')
    if (rules.length >= MAX_RULES) throw new Refusal(422, `Validation Failed: at most ${MAX_RULES} rules`)
    const rule = rules.find((one) => one.appId === app.id) ?? { id: backend.store.nextId(), appId: app.id }
    if (!rules.includes(rule)) rules.push(rule)
    return created(viewProtectionRule(rule, backend, call.api))
  },
  'repos/disable-deployment-protection-rule': (call, backend) => {
    const { rules } = environmentOf(call, repositoryOf(call, backend))
    const at = rules.findIndex((one) => one.id === Number(call.params['protection_rule_id']))
    if (at < 0) throw notFound()
    rules.splice(at, 1)
    return noContent
  },
  'repos/list-custom-deployment-rule-integrations': (call, backend) => {
    const page = paginate(call, offersRules(backend))
    const shown = page.items.map((app) => viewRuleApp(app, call.api))
    return ok(
      { total_count: page.total, available_custom_deployment_protection_rule_integrations: shown },
      page.headers,
    )
  },
}
