import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Design, itemsFor, kindAt, REPEAT_AFTER } from './schedule'

const designs = fc.record({
  seed: fc.string(),
  golds: fc.nat(60),
  comparisons: fc.constant(0),
  plan: fc.record(
    {
      gold_every: fc.integer({ min: 3, max: 40 }),
      repeat_share: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    },
    { requiredKeys: [] },
  ),
})
const kinds = (design: Design, places: number) =>
  Array.from({ length: places }, (_, i) => kindAt(design, i + 1))

describe("a rater's schedule", () => {
  test('never begins with a check, and has no two gold items or repeats in a row', () => {
    fc.assert(
      fc.property(designs, (design) => {
        const all = kinds(design, 150)
        expect(all[0]).toBe('main')
        expect(all.slice(0, REPEAT_AFTER + 1)).not.toContain('repeat')
        for (let i = 1; i < all.length; i++) if (all[i] !== 'main') expect(all[i]).not.toBe(all[i - 1])
      }),
      { numRuns: 60 },
    )
  })

  test('has one gold item in each run, while there are any, and as many repeats as their share asks for', () => {
    fc.assert(
      fc.property(designs, (design) => {
        const all = kinds(design, 400)
        const { gold_every: every, repeat_share: share } = design.plan
        const found = all.filter((kind) => kind === 'gold').length
        expect(found).toBe(
          every
            ? Math.min(design.golds, Math.floor(400 / every) + (found > Math.floor(400 / every) ? 1 : 0))
            : 0,
        )
        if (every && design.golds > 400 / every + 1)
          for (let start = 0; start + every <= 400; start += every)
            expect(all.slice(start, start + every).filter((kind) => kind === 'gold')).toHaveLength(1)
        if (!share || (every && design.golds < 400 / every)) return
        const later = all.slice(REPEAT_AFTER + 1)
        const repeats = later.filter((kind) => kind === 'repeat').length
        const mains = later.filter((kind) => kind === 'main').length
        // The run is a whole number of places, and the last run may be cut short.
        expect(Math.abs(repeats - share * mains)).toBeLessThan(2 + 0.25 * share * mains)
      }),
      { numRuns: 60 },
    )
  })

  test('knows how many items a number of outputs makes: the last is an output', () => {
    fc.assert(
      fc.property(designs, fc.integer({ min: 1, max: 200 }), (design, outputs) => {
        const items = itemsFor(design, outputs)
        const all = kinds(design, items)
        expect(all.filter((kind) => kind === 'main')).toHaveLength(outputs)
        expect(all.at(-1)).toBe('main')
      }),
      { numRuns: 60 },
    )
  })

  test('differs from rater to rater, and is the same for one', () => {
    const of = (seed: string) =>
      kinds({ seed, golds: 99, comparisons: 0, plan: { gold_every: 10 } }, 100).join()
    expect(of('a')).toBe(of('a'))
    expect(new Set(Array.from('abcdefgh', of)).size).toBe(8)
  })

  test('without checks has as many items as outputs', () => {
    const design = { seed: null, golds: 9, comparisons: 0, plan: {} }
    expect(itemsFor(design, 0)).toBe(0)
    expect(itemsFor(design, 100_000)).toBe(100_000)
    expect(kinds(design, 50).every((kind) => kind === 'main')).toBe(true)
  })
})
