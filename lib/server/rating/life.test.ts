import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlumblineError } from '@/lib/domain/errors'
import { testDatabase } from '../db/testing'
import { claim } from './claim'
import { saveDraft } from './draft'
import { skip } from './skip'
import { submit } from './submit'
import { sweepLeases } from './sweep'
import { attempt, letLapse, makeAudit, makeUser } from './testing'

const { pool } = testDatabase()

const OUTPUTS = 3
const PER_OUTPUT = 2
const RATERS = 3

type Status = 'leased' | 'lapsed' | 'expired' | 'submitted' | 'skipped' | 'extra'
type Item = { id: string; rater: number; text: string; status: Status }

/** What should be true of the audit, kept by hand beside the record. */
class Model {
  items: Item[] = []
  texts = new Set<string>()

  /** Free places of an output that somebody has claimed; one that nobody has claimed has all of them. */
  open(text: string): number {
    const takes: Status[] = ['leased', 'lapsed', 'submitted']
    return PER_OUTPUT - this.items.filter((i) => i.text === text && takes.includes(i.status)).length
  }
  of(rater: number, ...statuses: Status[]): Item[] {
    return this.items.filter((i) => i.rater === rater && statuses.includes(i.status))
  }
  sweep(): void {
    for (const item of this.items) if (item.status === 'lapsed') item.status = 'expired'
  }
  /** How many outputs with a free place this rater never had. */
  fresh(rater: number): number {
    const had = new Set(this.items.filter((i) => i.rater === rater).map((i) => i.text))
    const begun = [...new Set(this.items.map((i) => i.text))]
    const unseen = OUTPUTS - begun.length
    return unseen + begun.filter((text) => !had.has(text) && this.open(text) > 0).length
  }
}
type Real = { auditId: number; users: string[] }
type Command = fc.AsyncCommand<Model, Real>

const claims = (rater: number, most: 1 | 2): Command => ({
  check: () => true,
  toString: () => `claim(${rater}, ${most})`,
  async run(model, { auditId, users }) {
    const items = await claim({ auditId, userId: users[rater]!, most })
    model.sweep()
    const held = model.of(rater, 'leased')
    expect(items.slice(0, held.length).map((i) => i.item_id)).toEqual(held.slice(0, most).map((i) => i.id))
    for (const { item_id, text } of items.slice(held.length)) {
      const free = model.of(rater, 'expired').filter((i) => model.open(i.text) > 0)
      if (free.length > 0) {
        const revived = free.find((i) => i.id === item_id)
        expect(revived).toBeDefined()
        // It comes after what was held, as a newly leased one does.
        model.items = [...model.items.filter((i) => i !== revived), { ...revived!, status: 'leased' }]
      } else {
        expect(model.fresh(rater)).toBeGreaterThan(0)
        expect(model.items.some((i) => i.rater === rater && i.text === text)).toBe(false)
        model.items.push({ id: item_id, rater, text, status: 'leased' })
      }
    }
    if (items.length < most) {
      expect(model.fresh(rater)).toBe(0)
      expect(model.of(rater, 'expired').filter((i) => model.open(i.text) > 0)).toEqual([])
    }
  },
})

/** A command on the rater's n-th item, if there is one. */
const onItem = (
  name: string,
  rater: number,
  n: number,
  act: (item: Item, mine: { itemId: string; userId: string }, model: Model) => Promise<void>,
): Command => ({
  check: (model) => model.items.some((i) => i.rater === rater),
  toString: () => `${name}(${rater}, ${n})`,
  async run(model, { users }) {
    const items = model.items.filter((i) => i.rater === rater)
    const item = items[n % items.length]!
    await act(item, { itemId: item.id, userId: users[rater]! }, model)
  },
})

const conflict = (work: Promise<unknown>) =>
  expect(work).rejects.toSatisfy((error) => error instanceof PlumblineError && error.code === 'conflict')

const submits = (rater: number, n: number) =>
  onItem('submit', rater, n, async (item, mine, model) => {
    if (item.status === 'submitted' || item.status === 'extra') return conflict(submit(mine, attempt()))
    const counts = item.status === 'leased' || item.status === 'lapsed' || model.open(item.text) > 0
    expect(await submit(mine, attempt())).toEqual({ status: counts ? 'counted' : 'extra' })
    item.status = counts ? 'submitted' : 'extra'
  })

const skips = (rater: number, n: number) =>
  onItem('skip', rater, n, async (item, mine) => {
    if (item.status === 'submitted' || item.status === 'extra') return conflict(skip(mine, 'unclear'))
    await skip(mine, 'unclear')
    item.status = 'skipped'
  })

const drafts = (rater: number, n: number) =>
  onItem('draft', rater, n, async (item, mine, model) => {
    if (['submitted', 'extra', 'skipped'].includes(item.status)) return conflict(saveDraft(mine, {}))
    const held = item.status !== 'expired'
    const mayHold = model.of(rater, 'leased', 'lapsed').length < 2 && model.open(item.text) > 0
    expect((await saveDraft(mine, { scores: { quality: 2 } })) !== null).toBe(held || mayHold)
    if (held || mayHold) item.status = 'leased'
  })

const lapses = (rater: number, n: number) =>
  onItem('lapse', rater, n, async (item) => {
    if (item.status !== 'leased') return
    await letLapse(pool, { item_id: item.id })
    item.status = 'lapsed'
  })

const sweeps: Command = {
  check: () => true,
  toString: () => 'sweep',
  async run(model, { auditId }) {
    await sweepLeases(auditId)
    model.sweep()
  },
}

async function placesAreRight(model: Model, auditId: number): Promise<void> {
  const { rows } = await pool.query<{ text: string; open: number }>(
    `SELECT 'Text of output ' || id AS text, open_slots AS open FROM outputs WHERE audit_id = $1`,
    [auditId],
  )
  for (const { text, open } of rows) expect(open).toBe(model.open(text))
  const ratings = await pool.query(
    `SELECT FROM human_ratings WHERE audit_id = $1 AND ended_at IS NULL AND purpose IN ('main', 'extra')`,
    [auditId],
  )
  const stored = model.items.filter((i) => i.status === 'submitted' || i.status === 'extra')
  expect(ratings.rowCount).toBe(stored.length * 2)
}

test('whatever raters do in whatever order, places add up and no work is lost', async () => {
  const rater = fc.nat(RATERS - 1)
  const n = fc.nat(5)
  const commands = fc.commands(
    [
      fc.tuple(rater, fc.constantFrom(1 as const, 2 as const)).map((x) => claims(...x)),
      fc.tuple(rater, fc.constantFrom(1 as const, 2 as const)).map((x) => claims(...x)),
      fc.tuple(rater, n).map((x) => submits(...x)),
      fc.tuple(rater, n).map((x) => skips(...x)),
      fc.tuple(rater, n).map((x) => drafts(...x)),
      fc.tuple(rater, n).map((x) => lapses(...x)),
      fc.constant(sweeps),
    ],
    { maxCommands: 40 },
  )
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      const { id: auditId } = await makeAudit(pool, { outputs: OUTPUTS, perOutput: PER_OUTPUT })
      const users = await Promise.all(Array.from({ length: RATERS }, () => makeUser(pool)))
      const model = new Model()
      await fc.asyncModelRun(() => ({ model, real: { auditId, users } }), run)
      await placesAreRight(model, auditId)
    }),
    { numRuns: 40 },
  )
}, 120_000)
