import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { isPassword } from './password'

it('leaves the threads to others while many passwords are checked', async () => {
  await isPassword('warm', null)
  const done: string[] = []
  const burst = Array.from({ length: 12 }, () => isPassword('wrong', null).then(() => done.push('password')))
  await readFile(fileURLToPath(import.meta.url)).then(() => done.push('file'))
  await Promise.all(burst)
  expect(done).toHaveLength(13)
  expect(done.indexOf('file')).toBeLessThan(6)
})

it('refuses more than can have their turn soon, and goes on after them', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 103 }, () => isPassword('wrong', null)))
  const refused = outcomes.filter((one) => one.status === 'rejected')
  expect(refused.map(({ reason }) => reason.code)).toEqual(['unavailable', 'unavailable', 'unavailable'])
  expect(await isPassword('wrong', null)).toBe(false)
})
