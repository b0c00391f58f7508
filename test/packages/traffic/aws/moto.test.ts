import { candidateShare, openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pythonWithMoto, startMoto, type Moto } from '../../../servers/moto.ts'
import { shift, shiftBack } from '../../../conformance/shift.ts'

const BALANCER = `
import boto3, json
ec2, elb = boto3.client('ec2'), boto3.client('elbv2')
vpc = ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f'10.0.{i}.0/24', AvailabilityZone='eu-central-1' + z)['Subnet']['SubnetId'] for i, z in enumerate('ab')]
lb = elb.create_load_balancer(Name='shop', Subnets=subnets)['LoadBalancers'][0]['LoadBalancerArn']
group = lambda name: elb.create_target_group(Name=name, Protocol='HTTP', Port=80, VpcId=vpc)['TargetGroups'][0]['TargetGroupArn']
stable, fresh = group('stable'), group('next')
forward = [{'Type': 'forward', 'ForwardConfig': {'TargetGroups': [{'TargetGroupArn': stable, 'Weight': 999}, {'TargetGroupArn': fresh, 'Weight': 0}]}}]
listener = elb.create_listener(LoadBalancerArn=lb, Protocol='HTTP', Port=80, DefaultActions=forward)['Listeners'][0]['ListenerArn']
rule = elb.create_rule(ListenerArn=listener, Priority=1, Conditions=[{'Field': 'path-pattern', 'Values': ['/api/*']}], Actions=forward)['Rules'][0]['RuleArn']
print(json.dumps({'rule': rule, 'listener': listener, 'baseline': stable, 'candidate': fresh}))
`

const FUNCTION = `
import boto3, json, io, zipfile
iam, l = boto3.client('iam'), boto3.client('lambda')
role = iam.create_role(RoleName='shop', AssumeRolePolicyDocument='{}')['Role']['Arn']
def code(text):
    b = io.BytesIO()
    with zipfile.ZipFile(b, 'w') as z: z.writestr('index.py', text)
    return b.getvalue()
l.create_function(FunctionName='shop', Runtime='python3.12', Role=role, Handler='index.h', Code={'ZipFile': code('a = 1')})
one = l.publish_version(FunctionName='shop')['Version']
l.update_function_code(FunctionName='shop', ZipFile=code('a = 2'))
two = l.publish_version(FunctionName='shop')['Version']
l.create_alias(FunctionName='shop', Name='live', FunctionVersion=one)
print(json.dumps([one, two]))
`

const ENDPOINT = `
import boto3, json
s = boto3.client('sagemaker')
role = 'arn:aws:iam::123456789012:role/sagemaker'
image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1'
variants = []
for name, weight in (('blue', 1.0), ('green', 0.0)):
    s.create_model(ModelName=name, ExecutionRoleArn=role, PrimaryContainer={'Image': image})
    variants.append({'VariantName': name, 'ModelName': name, 'InitialInstanceCount': 1, 'InstanceType': 'ml.t2.medium', 'InitialVariantWeight': weight})
s.create_endpoint_config(EndpointConfigName='shop-1', ProductionVariants=variants)
s.create_endpoint(EndpointName='shop', EndpointConfigName='shop-1')
print(json.dumps({}))
`

const python = pythonWithMoto()

describe.runIf(python !== undefined)('routers of AWS, against moto', () => {
  let moto: Moto
  beforeAll(async () => void (moto = await startMoto(python ?? '')), 90_000)
  afterAll(async () => await moto?.stop())

  async function climbAndGoHome(router: Router): Promise<readonly number[]> {
    const seen: number[] = []
    for (const weight of [5, 12.5, 50, 100])
      seen.push(candidateShare((await shift(router, toCandidate(weight), moto.io, { pollMs: 20 })).weight))
    const back = await shiftBack(router, toCandidate(0), moto.io, { pollMs: 20 })
    seen.push(back.confirmed ? candidateShare(back.reading.weight) : Number.NaN)
    return seen
  }

  test('alb: a rule and the default action of a listener', async () => {
    const { rule, listener, ...groups } = moto.boto(BALANCER) as Record<string, string>
    const settings = { rule: `${rule}\n${listener}`, baseline: '', candidate: '', ...groups, settles: '0s' }
    const router = openRouter('alb', settings, moto.io)
    expect(await climbAndGoHome(router)).toEqual([5, 12.5, 50, 100, 0])
    await shift(router, toCandidate(25), moto.io, { pollMs: 20 })
    const weights = moto.boto(`
import boto3, json
r = boto3.client('elbv2').describe_rules(RuleArns=['${rule ?? ''}'])['Rules'][0]['Actions'][0]['ForwardConfig']['TargetGroups']
print(json.dumps([g['Weight'] for g in r]))`)
    expect(weights).toEqual([750, 250])
  })

  test('lambda: an alias', async () => {
    const [baseline = '', candidate = ''] = moto.boto(FUNCTION) as string[]
    const settings = { function: 'shop', alias: 'live', baseline, candidate, settles: '0s' }
    const router = openRouter('lambda', settings, moto.io)
    expect(await climbAndGoHome(router)).toEqual([5, 12.5, 50, 100, 0])
    expect(await router.health?.('candidate', new AbortController().signal)).toEqual({ up: 1, total: 1 })
  })
  test('sagemaker: variants of an endpoint', async () => {
    moto.boto(ENDPOINT)
    const settings = { endpoint: 'shop', baseline: 'blue', candidate: 'green' }
    expect(await climbAndGoHome(openRouter('sagemaker', settings, moto.io))).toEqual([5, 12.5, 50, 100, 0])
  })
})
