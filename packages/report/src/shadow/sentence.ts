import type { ShadowDetails, ShadowModel } from '@sluice/verdict'
import { counted, plainNumber, share, shareOfAll } from '../numbers.ts'

/** The comparison in words that need no statistics to be read. `confidence` is that of the verdict. */
export function sentence(details: ShadowDetails, confidence: number): string {
  const { compared, model } = details
  if (compared === 0) return 'No answers could be compared.'
  if (model === undefined) {
    const said = differences(details) ?? nothingDiffers(compared, confidence)
    return `Both versions answered the same ${many(compared, 'request')}${twice(details, 'primary')}. ${capital(said)}.`
  }
  const others = differences(details)
  return [
    `Both models answered the same ${many(compared, 'input')}${twice(details, 'stable one')}.`,
    ` ${predictions(model)}.`,
    others === undefined ? '' : ` Apart from the predictions, ${others}.`,
  ].join('')
}

function many(count: number, what: string): string {
  return count === 1 ? what : `${counted(count)} ${what}s`
}

function twice(details: ShadowDetails, who: string): string {
  return details.noise === 'paired' && details.repeated > 0
    ? `, and the ${who} twice, to tell noise from change`
    : ''
}

/** What became of the fields; undefined where none differs. */
function differences({ paths, differing, noise, repeated }: ShadowDetails): string | undefined {
  const worse = paths.filter(({ status }) => status === 'worse')
  const open = paths.filter(({ status }) => status === 'undecided')
  const most = Math.max(0, ...worse.map(({ excess }) => excess))
  const [explain, within, is] =
    noise !== 'none' && repeated > 0
      ? ['noise and budget explain', 'noise and budget', 'noise']
      : ['the budget allows', 'the budget', 'within the budget']
  if (worse.length > 0)
    return `${fields(worse.length)} more than ${explain}, in up to ${shareOfAll(most)} of the answers`
  if (open.length > 0)
    return `${fields(open.length)}, and more requests are needed to tell whether that is ${is}`
  return differing > 0 ? `what differs stays within ${within}` : undefined
}

function fields(count: number): string {
  return count === 1 ? 'one field differs' : `${counted(count)} fields differ`
}

/** The bound that n answers without a difference prove: at 95 % about 3/n. */
function nothingDiffers(compared: number, confidence: number): string {
  const bound = share(1 - (1 - confidence) ** (1 / compared))
  return `no answer differs. At ${share(confidence)} confidence, each field differs in less than ${bound} of all answers. More requests would prove a smaller share`
}

/** What agreement means for a kind of model. */
const AGREE: Readonly<Record<string, string>> = {
  classification: 'agree in',
  regression: 'give nearly the same number in',
  ranking: 'give the same order in',
  embedding: 'give nearly the same vector in',
  text: 'say the same in',
}

/** The figure that tells how good both are where the truth is known, and how it is said. */
const TRUTH: readonly {
  readonly figure: string
  readonly verb: string
  readonly show: (value: number) => string
}[] = [
  { figure: 'accuracy', verb: 'is right in', show: shareOfAll },
  { figure: 'mean absolute error', verb: 'is off by a mean of', show: plainNumber },
  { figure: 'mean discounted gain', verb: 'reaches a discounted gain of', show: plainNumber },
]

function predictions({ type, figures }: ShadowModel): string {
  const figure = (name: string) => figures.find((each) => each.name === name)
  const agreement = figure('agreement')
  if (agreement === undefined) return 'None of their predictions could be compared'
  const agree = Object.hasOwn(AGREE, type) ? AGREE[type] : undefined
  const said = `They ${agree ?? 'agree in'} ${shareOfAll(agreement.value)} of the answers`
  const [truth] = TRUTH.flatMap(({ figure: name, verb, show }) => {
    const { value, stable } = figure(name) ?? {}
    if (value === undefined || stable === undefined) return []
    return [
      `the candidate ${verb} ${show(value)}, the stable model ${verb.split(' ').at(-1) ?? ''} ${show(stable)}`,
    ]
  })
  return truth === undefined ? said : `${said}; where the truth is known, ${truth}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
