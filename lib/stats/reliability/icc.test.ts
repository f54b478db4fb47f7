import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import hanna from '../fixtures/hanna-human-reliability.json'
import shroutFleiss from '../fixtures/icc-shrout-fleiss-1979.json'
import unbalanced from '../fixtures/icc1-unbalanced-oneway.json'
import { normals } from '../test-support'
import { iccForms } from './icc'
import { oneWayIcc, promptRatingSums } from './icc-oneway'

const { ratings } = shroutFleiss.input

describe('iccForms against R irr and psych on the data of Shrout & Fleiss', () => {
  const forms = iccForms(ratings)
  const expected = shroutFleiss.expected

  it.each([
    ['icc1', 'ICC(1,1)'],
    ['icc2', 'ICC(2,1)'],
    ['icc3', 'ICC(3,1)'],
    ['icc1k', 'ICC(1,k)'],
    ['icc2k', 'ICC(2,k)'],
    ['icc3k', 'ICC(3,k)'],
  ] as const)('%s', (key, name) => {
    expect(forms[key].estimate).toBeCloseTo(expected.icc[name].value, 7)
    expect(forms[key].ci![0]).toBeCloseTo(expected.icc[name].lower, 7)
    expect(forms[key].ci![1]).toBeCloseTo(expected.icc[name].upper, 7)
  })

  it('mean squares, F and degrees of freedom', () => {
    expect(forms.meanSquares!.targets).toBeCloseTo(expected.mean_squares.MSR, 7)
    expect(forms.meanSquares!.raters).toBeCloseTo(expected.mean_squares.MSC, 7)
    expect(forms.meanSquares!.residual).toBeCloseTo(expected.mean_squares.MSE, 7)
    expect(forms.meanSquares!.within).toBeCloseTo(expected.mean_squares.MSW, 7)
    expect(forms.icc3.f).toBeCloseTo(expected.icc['ICC(3,1)'].F, 7)
    expect(forms.icc2.df2).toBeCloseTo(expected.icc2_ci_satterthwaite_df, 7)
  })

  it('perfect agreement, a rater’s own level, no variance, too small', () => {
    expect(
      iccForms([
        [1, 1],
        [2, 2],
        [4, 4],
      ]).icc2.estimate,
    ).toBe(1)
    const shifted = iccForms([
      [1, 2],
      [2, 3],
      [4, 5],
    ])
    expect(shifted.icc3.estimate).toBeCloseTo(1, 12)
    expect(shifted.icc2.estimate!).toBeLessThan(1)
    expect(
      iccForms([
        [2, 2],
        [2, 2],
      ]).icc1,
    ).toMatchObject({ estimate: null, ci: null, reason: 'the ratings do not vary' })
    expect(iccForms([]).icc2.estimate).toBeNull()
    expect(iccForms([[1, 2]]).icc2k.reason).toContain('needs at least 2 outputs')
  })

  it('keep under shift, and forms 2 and 3 under another order of rows and columns', () => {
    const moved = iccForms(
      [...ratings].reverse().map((row) => [...row].reverse().map((value) => value + 1000)),
    )
    for (const key of ['icc1', 'icc2', 'icc3', 'icc2k'] as const) {
      expect(moved[key].estimate).toBeCloseTo(iccForms(ratings)[key].estimate!, 10)
    }
  })
})

/** Every pattern's units, each as a prompt of its own. */
function hannaPrompts(patterns: unknown[][]): number[][][] {
  return patterns.flatMap(([counts, frequency]) =>
    Array.from({ length: frequency as number }, () => [
      (counts as number[]).flatMap((count, v) => Array.from({ length: count }, () => hanna.input.scale[v]!)),
    ]),
  )
}

describe('oneWayIcc', () => {
  it('equals the ANOVA estimator in R for outputs with different numbers of ratings', () => {
    const answer = oneWayIcc(promptRatingSums(unbalanced.input.groups.map((ratings) => [ratings])))
    expect(answer.estimate).toBeCloseTo(unbalanced.expected.icc1_anova, 9)
    expect(answer.n0).toBeCloseTo(unbalanced.expected.n0, 9)
    expect(answer.meanSquareBetween).toBeCloseTo(unbalanced.expected.MSB, 9)
    expect(answer.meanSquareWithin).toBeCloseTo(unbalanced.expected.MSW, 9)
    expect(answer).toMatchObject({
      outputs: 7,
      ratings: unbalanced.expected.N,
      clusters: 7,
      method: 'jackknife',
    })
  })

  it.each(['RE', 'CH', 'EM', 'SU', 'EG', 'CX'] as const)(
    'HANNA %s equals the authors’ ICC1 and ICC1k',
    (criterion) => {
      const answer = oneWayIcc(promptRatingSums(hannaPrompts(hanna.input.patterns[criterion])))
      expect(answer.estimate).toBeCloseTo(hanna.expected[criterion].icc1, 9)
      expect(answer.average).toBeCloseTo(hanna.expected[criterion].icc1k, 9)
      expect(answer.ci![0]).toBeLessThan(answer.estimate!)
      expect(answer.ci![1]).toBeGreaterThan(answer.estimate!)
    },
  )

  it('falls back to F limits with fewer than 5 prompts, which for a full table are those of Shrout & Fleiss', () => {
    const answer = oneWayIcc(promptRatingSums([ratings]))
    expect(answer.method).toBe('f')
    expect(answer.ci![0]).toBeCloseTo(shroutFleiss.expected.icc['ICC(1,1)'].lower, 7)
    expect(answer.ci![1]).toBeCloseTo(shroutFleiss.expected.icc['ICC(1,1)'].upper, 7)
    expect(answer.averageCi![0]).toBeCloseTo(shroutFleiss.expected.icc['ICC(1,k)'].lower, 7)
  })

  it('is the same for the same outputs in other prompts, in any order; its interval is not', () => {
    const normal = normals(4)
    const outputs = Array.from({ length: 24 }, () => {
      const level = normal()
      return Array.from({ length: 3 }, () => level + normal())
    })
    const split = (size: number) =>
      Array.from({ length: 24 / size }, (_, g) => outputs.slice(g * size, g * size + size))
    const [one, four] = [
      oneWayIcc(promptRatingSums(split(1))),
      oneWayIcc(promptRatingSums(split(4).reverse())),
    ]
    expect(four.estimate).toBeCloseTo(one.estimate!, 10)
    expect(four.ci).not.toEqual(one.ci)
  })

  it('single ratings, no variance, exact agreement, empty', () => {
    expect(oneWayIcc(promptRatingSums([[[1], [2]]])).reason).toBe('no output has 2 ratings')
    expect(
      oneWayIcc(
        promptRatingSums([
          [
            [3, 3],
            [3, 3],
          ],
        ]),
      ),
    ).toMatchObject({ estimate: null, reason: 'the ratings do not vary' })
    expect(
      oneWayIcc(
        promptRatingSums([
          [
            [1, 1],
            [2, 2],
          ],
        ]),
      ),
    ).toMatchObject({ estimate: 1, average: 1, ci: null })
    expect(oneWayIcc(promptRatingSums([]))).toMatchObject({ estimate: null, outputs: 0, k: null })
  })

  it('stays finite for any ratings', () => {
    const output = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })
    fc.assert(
      fc.property(fc.array(fc.array(output, { maxLength: 4 }), { maxLength: 8 }), (prompts) => {
        const answer = oneWayIcc(promptRatingSums(prompts))
        for (const value of [answer.estimate, answer.average, ...(answer.ci ?? [])]) {
          if (value !== null) expect(Number.isFinite(value)).toBe(true)
        }
        if (answer.ci) expect(answer.ci[0]).toBeLessThanOrEqual(answer.ci[1])
      }),
    )
  })
})
