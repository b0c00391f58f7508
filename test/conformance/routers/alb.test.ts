import { ALB_ARNS, startAlbStandIn } from '../../servers/aws-alb.ts'
import { awsIo } from '../../servers/aws-stand-in.ts'
import { describeRouter, type RouterBackend } from '../router.ts'

async function start(rules: readonly string[]): Promise<RouterBackend> {
  const balancer = await startAlbStandIn(rules)
  const stop = async (): Promise<void> => {
    if (balancer.server.listening) await balancer.stop()
  }
  const [, second] = rules
  return {
    settings: {
      rule: rules.join('\n'),
      baseline: ALB_ARNS.baseline,
      candidate: ALB_ARNS.candidate,
      settles: '0s',
    },
    io: awsIo(balancer.url),
    real: () => rules.reduce((sum, rule) => sum + balancer.share(rule), 0) / rules.length,
    lie: () => void (balancer.behaviour.lying = true),
    slowDown: () => void (balancer.behaviour.slow = true),
    delayNext: (ms) => void (balancer.behaviour.delayMs = ms),
    failReads: (count) => void (balancer.behaviour.failing = count),
    ...(second === undefined ? {} : { refuseSecond: () => void balancer.readOnly.add(second) }),
    goDown: stop,
    stop,
  }
}

describeRouter('alb', async () => await start([ALB_ARNS.rule]))
describeRouter('alb', async () => await start([ALB_ARNS.rule, ALB_ARNS.listener]))
