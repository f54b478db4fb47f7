import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clusteredRegression } from './regression/clustered-regression'
import { differencesFromRest, type Membership } from './segment-differences'
import { groupBy } from './test-support'

type Row = { prompt: number; value: number; segments: number[] }
const SEGMENTS = 4

function membership(rows: readonly Row[]): Membership {
  return {
    ...{ segments: SEGMENTS, most: SEGMENTS },
    of(row, into) {
      into.set(rows[row]!.segments)
      return rows[row]!.segments.length
    },
  }
}

const differences = (rows: readonly Row[]) =>
  differencesFromRest(
    rows.map(({ prompt }) => prompt),
    new Float64Array(rows.map(({ value }) => value)),
    membership(rows),
  )

const rowsOf = (prompts: number) =>
  fc
    .array(
      fc.record({
        prompt: fc.integer({ min: 0, max: prompts - 1 }),
        value: fc.integer({ min: -8, max: 8 }).map((x) => x / 8),
        segments: fc.subarray([0, 1, 2, 3]),
      }),
      { minLength: 12, maxLength: 60 },
    )
    .map((rows) => rows.sort((a, b) => a.prompt - b.prompt))

it('equals the contrast of a regression on two indicators with CR2 errors', () => {
  fc.assert(
    fc.property(rowsOf(9), (rows) => {
      for (const [segment, difference] of differences(rows).entries()) {
        if (difference.ci === null || difference.se === 0) continue
        const clusters = groupBy(rows, ({ prompt }) => prompt).map(([, own]) => ({
          x: own.flatMap((row) => (row.segments.includes(segment) ? [1, 0] : [0, 1])),
          y: [own.map(({ value }) => value)],
        }))
        const contrasts = [{ name: 'difference', weights: [1, -1] }]
        const fit = clusteredRegression(clusters, ['inside', 'outside'], { contrasts })
        const expected = fit.outcomes[0]!.terms[0]!
        expect(difference.estimate).toBeCloseTo(expected.estimate!, 9)
        expect(difference.se).toBeCloseTo(expected.se!, 9)
        expect(difference.df! / expected.df!).toBeCloseTo(1, 6)
      }
    }),
  )
})

it('turns its sign with the values and does not move with their level', () => {
  fc.assert(
    fc.property(rowsOf(6), fc.integer({ min: -9, max: 9 }), (rows, shift) => {
      const moved = differences(rows.map((row) => ({ ...row, value: shift - row.value })))
      for (const [segment, { estimate, se }] of differences(rows).entries()) {
        if (estimate === null) expect(moved[segment]!.estimate).toBeNull()
        else expect(moved[segment]!.estimate).toBeCloseTo(-estimate, 9)
        if (se !== null) expect(moved[segment]!.se).toBeCloseTo(se, 7)
      }
    }),
  )
})

it('says what it lacks for a segment of nothing, of everything, and within one prompt', () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({
    prompt: Math.floor(i / 3),
    value: i % 2,
    segments: i < 3 ? [1, 2] : [1],
  }))
  const [nothing, everything, onePrompt] = differences(rows)
  expect(nothing).toMatchObject({ estimate: null, reason: 'no rows' })
  expect(everything).toMatchObject({ estimate: null, reason: 'there is no other output' })
  expect(onePrompt!.estimate).not.toBeNull()
  expect(onePrompt).toMatchObject({ ci: null, reason: 'needs at least 2 prompts within and 2 outside' })
})
