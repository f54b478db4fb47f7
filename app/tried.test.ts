import { expect, it } from 'vitest'
import { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import { parsed } from '@/lib/domain/issues'
import { tried } from './tried'

it('tells what was done, with what is shown this once', async () => {
  const state = await tried(async () => ({ secret: 's' }), 'Done.')
  expect(state).toEqual({ done: true, message: 'Done.', errors: {}, secret: 's' })
})

it('puts what was refused beside its fields, the first fault of each', async () => {
  const schema = z.object({ name: z.string().min(1), plan: z.object({ ratings: z.number() }) })
  const state = await tried(async () => {
    parsed(schema, { name: '', plan: { ratings: 'three' } })
  }, 'Done.')
  expect(state.done).toBe(false)
  expect(state.errors).toEqual({ name: 'must not be empty', 'plan.ratings': 'must be a number' })
  expect(state.message).toBe('Nothing is saved yet: 2 fields need another look.')
})

it('speaks of sessions, not of tokens, to who is no longer signed in', async () => {
  const state = await tried(async () => {
    throw new PlumblineError('unauthenticated', 'Send a token.')
  }, 'Done.')
  expect(state.message).toMatch(/no longer signed in/)
})

it('lets a redirect and a fault go on', async () => {
  const fault = new Error('NEXT_REDIRECT')
  await expect(
    tried(async () => {
      throw fault
    }, 'Done.'),
  ).rejects.toBe(fault)
})
