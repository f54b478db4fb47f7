import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { UNTOUCHED } from '@/lib/domain/form-state'
import { addressSchema, formAction } from './form-action'

const app = fileURLToPath(new URL('.', import.meta.url))
const actions = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .filter((path) => readFileSync(`${app}/${path}`, 'utf8').startsWith("'use server'"))

it('finds the actions', () => {
  expect(actions.length).toBeGreaterThan(8)
})

it.each(actions)('%s takes nothing that it has not parsed', (path) => {
  const source = readFileSync(`${app}/${path}`, 'utf8')
  const exported = source.match(/^export\b.*$/gm) ?? []
  for (const line of exported) expect(line).toMatch(/^export const \w+ = formAction\(/)
})

const save = formAction([addressSchema, z.strictObject({ n: z.int32() })], async (slug, { n }, data) => ({
  ...UNTOUCHED,
  message: `${slug} ${n} ${data.get('name')}`,
}))
// As the network hands it over: the types promise what a sender need not keep.
const send = (...given: unknown[]) => save(...(given as Parameters<typeof save>))
const form = (name: string) => {
  const data = new FormData()
  data.set('name', name)
  return data
}

it('goes on with what its page binds and its form holds', async () => {
  expect(await send('a', { n: 1 }, UNTOUCHED, form('b'))).toMatchObject({ message: 'a 1 b' })
})

it.each<[string, unknown[]]>([
  ['nothing', []],
  ['no form', ['a', { n: 1 }, UNTOUCHED]],
  ['an object for a form', ['a', { n: 1 }, UNTOUCHED, { get: 'b' }]],
  ['a list for a slug', [['a'], { n: 1 }, UNTOUCHED, form('b')]],
  ['a slug with a NUL', ['a\0', { n: 1 }, UNTOUCHED, form('b')]],
  ['a slug of a thousand letters', ['a'.repeat(1_000), { n: 1 }, UNTOUCHED, form('b')]],
  ['an unknown field', ['a', { n: 1, all: true }, UNTOUCHED, form('b')]],
  ['a number that no row has', ['a', { n: 2 ** 40 }, UNTOUCHED, form('b')]],
  ['a form with a NUL', ['a', { n: 1 }, UNTOUCHED, form('b\0')]],
  ['one argument too many', ['a', { n: 1 }, UNTOUCHED, form('b'), 'c']],
])('answers 404 to %s', async (_, given) => {
  await expect(send(...given)).rejects.toMatchObject({ digest: 'NEXT_HTTP_ERROR_FALLBACK;404' })
})
