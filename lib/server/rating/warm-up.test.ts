import { expect, test } from 'vitest'
import { CONNECTIONS_KEPT, pool } from '../db/pool'
import { testDatabase } from '../db/testing'
import { warmUp } from './warm-up'

testDatabase()

test('the connections that are kept are open, and free', async () => {
  await warmUp()
  expect(pool().idleCount).toBe(CONNECTIONS_KEPT)
})
