import {
  duration,
  oneOf,
  optional,
  parseSettings,
  percent,
  secret,
  text,
  wholeNumber,
  withDefault,
  type Io,
  commandField,
} from '@sluice/action'
import { commandStream, kafkaStream, mqttStream, natsStream, type Stream } from '@sluice/swap'

const common = {
  colours: withDefault('blue green', text('the two producers, such as `blue green`')),
  gone: withDefault('30s', duration()),
  drain: withDefault('60s', duration()),
  'min-events': withDefault('100', wholeNumber({ min: 0 })),
  'max-duplicates': withDefault('1%', percent({ min: 0, max: 100 })),
}
const answer = { answer: withDefault('2s', duration()) }
const access = {
  url: text('address'),
  username: optional(text('text')),
  password: optional(secret(text('text'))),
}

/** `router-settings` of mode producers, by adapter. */
const producersSettings = {
  nats: {
    ...common,
    ...answer,
    url: text('address'),
    token: optional(secret(text('token'))),
    stream: text('name'),
    control: text('subject'),
  },
  kafka: { ...common, ...answer, ...access, topic: text('name'), control: text('topic') },
  mqtt: { ...common, ...answer, ...access, events: text('topic filter'), control: text('topic') },
  command: { ...common, control: commandField(), events: commandField() },
} as const

/** Settings that every adapter has, and the stream. */
export async function openProducers(name: string, given: Readonly<Record<string, string>>, io: Io) {
  const kind = oneOf(['nats', 'kafka', 'mqtt', 'command']).parse(name)
  const where = '`router-settings`'
  for (const hidden of [given['token'], given['password']]) if (hidden !== undefined) io.mask(hidden)
  switch (kind) {
    case 'nats': {
      const settings = parseSettings(producersSettings.nats, given, where)
      return { settings, stream: await natsStream({ ...settings, answerMs: settings.answer }, io) }
    }
    case 'kafka': {
      const settings = parseSettings(producersSettings.kafka, given, where)
      return { settings, stream: await kafkaStream({ ...settings, answerMs: settings.answer }, io) }
    }
    case 'mqtt': {
      const settings = parseSettings(producersSettings.mqtt, given, where)
      return { settings, stream: await mqttStream({ ...settings, answerMs: settings.answer }, io) }
    }
    case 'command': {
      const settings = parseSettings(producersSettings.command, given, where)
      const stream: Stream = commandStream(settings, io)
      return { settings, stream }
    }
  }
}
