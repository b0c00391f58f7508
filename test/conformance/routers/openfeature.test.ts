import { startFlagd } from '../../servers/flagd.ts'
import { describeRouter } from '../router.ts'

describeRouter('openfeature', async () => {
  const flagd = await startFlagd()
  return {
    settings: flagd.settings,
    real: flagd.share,
    lie: () => void (flagd.behaviour.lies = true),
    slowDown: () => void (flagd.behaviour.slow = true),
    delayNext: (ms) => void (flagd.behaviour.delayMs = ms),
    failReads: (count) => void (flagd.behaviour.failing = count),
    goDown: flagd.goDown,
    stop: flagd.goDown,
  }
})
