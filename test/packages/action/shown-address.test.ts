import { httpUrl, secretsIn, shownAddress } from '@sluice/action'
import { expect, test } from 'vitest'

test.each([
  ['htps://user:hunter2@db.example/x', 'htps://…@db.example…'],
  ['hooks.slack.com/services/T0/B0/hunter2', 'hooks.slack.com…'],
  ['https//prometheus:9090', 'https…'],
  ['prometheus:9090', 'prometheus:9090'],
  ['postgres://a:12#hunter2@b', 'postgres://…@b'],
  ['u:hunter2', '…'],
  ['', '…'],
])('of %s no secret is shown', (address, shown) => {
  expect(shownAddress(address)).toBe(shown)
  expect(() => httpUrl().parse(address)).toThrow(shown)
})

test.each([
  ['postgres://a:hun#ter2@b/c', ['hun#ter2', 'hun#ter2']],
  ['postgres://a:100%25@b/c', ['100%25', '100%']],
  ['https://a/?token=x&b=c', ['x', 'x']],
  ['postgres://a@b/c', []],
  ['https://github@b/c:d', []],
])('of %s the secrets are known', (address, secrets) => {
  expect(secretsIn(address)).toEqual(secrets)
})
