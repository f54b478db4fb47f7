import { expect, it } from 'vitest'
import { z } from 'zod'
import { fieldErrors } from './issues'

const schema = z.strictObject({
  name: z.string().trim().min(1).max(5),
  password: z.string().min(8),
  ratings: z.int().min(1).max(100),
  share: z.number().gt(0).lt(1),
  role: z.enum(['admin', 'rater']),
  email: z.email(),
  key: z.string().regex(/^[a-z]+$/, 'holds a–z only'),
  tags: z.array(z.string()).min(1).max(2),
})
const GOOD = {
  ...{ name: 'a', password: 'long enough', ratings: 3, share: 0.5, role: 'rater' },
  ...{ email: 'a@example.org', key: 'a', tags: ['x'] },
}

it.each([
  ['name', ' ', 'must not be empty'],
  ['name', 'too long', 'must have at most 5 characters'],
  ['name', undefined, 'is required'],
  ['name', 7, 'must be a string, not a number'],
  ['password', 'short', 'must have at least 8 characters'],
  ['ratings', 0, 'must be at least 1'],
  ['ratings', 101, 'must be at most 100'],
  ['ratings', 1.5, 'must be a whole number'],
  ['ratings', '3', 'must be a number, not a string'],
  ['share', 0, 'must be above 0'],
  ['share', 1, 'must be below 1'],
  ['role', 'boss', 'must be one of admin, rater'],
  ['email', 'x', 'is not an e-mail address'],
  ['key', 'A', 'holds a–z only'],
  ['tags', [], 'must not be empty'],
  ['tags', ['a', 'b', 'c'], 'must have at most 2 entries'],
  ['colour', 'red', 'is not a known field'],
])('%s of %j %s', (path, value, message) => {
  const { error } = schema.safeParse({ ...GOOD, [path]: value })
  expect(error && fieldErrors(error)).toEqual([{ path, message }])
})
