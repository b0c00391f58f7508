import { wholeParts } from '../whole-parts.ts'
import { recordIn, refused, textIn, type RouteKind } from './kind.ts'

const PREFIX = 'nginx.ingress.kubernetes.io/'
const TOTAL = 1000

/** The second Ingress of ingress-nginx, whose annotations say how much it takes. That controller is retired upstream. */
export const canaryIngress: RouteKind = {
  title: 'Ingress',
  group: 'networking.k8s.io',
  versions: ['v1'],
  plural: 'ingresses',
  step: 100 / TOTAL,
  settlesMs: 5_000,
  read: (object) => {
    const annotations = recordIn(object['metadata'], 'annotations')
    if (textIn(annotations, `${PREFIX}canary`) !== 'true')
      throw refused(
        `it has no annotation ${PREFIX}canary: "true", so its weight means nothing`,
        'Name the canary Ingress, not the one of the baseline.',
      )
    const total = Number(textIn(annotations, `${PREFIX}canary-weight-total`) || '100')
    const weight = Number(textIn(annotations, `${PREFIX}canary-weight`) || '0')
    if (!(total > 0) || !(weight >= 0)) throw refused('its canary-weight is not a number')
    return { rules: [{ name: 'canary-weight', share: (100 * weight) / total }], pending: false }
  },
  write: (object, _, weight) => {
    const part = wholeParts(weight, TOTAL, 'a canary Ingress')
    const metadata = recordIn(object, 'metadata')
    const annotations = {
      ...recordIn(metadata, 'annotations'),
      [`${PREFIX}canary-weight`]: String(part),
      [`${PREFIX}canary-weight-total`]: String(TOTAL),
    }
    return { ...object, metadata: { ...metadata, annotations } }
  },
  stamp: (object) => {
    const annotations = recordIn(object['metadata'], 'annotations')
    return `${textIn(annotations, `${PREFIX}canary-weight`)}/${textIn(annotations, `${PREFIX}canary-weight-total`)}`
  },
  service: (arm) => arm,
}
