import { describe, expect, it } from 'vitest'
import type { Headline, ModelRow } from './report'
import { aboveOrBelow, headlineSentence, whyNoAgreement, whyNull } from './sentences'
import { plain } from './testing'

const model = (name: string) => ({ model: name }) as ModelRow
const n = { outputs: 223 } as Parameters<typeof headlineSentence>[0]['n']
const self = { criterion: 'overall', signal: 'self', judge: null, goal: 'human', common_scale: true } as const
const headline = (part: Partial<Headline>) => part as Headline

describe('the headline', () => {
  it('names the only model, the direction, the interval and n', () => {
    const sentence = headlineSentence({
      contrast: self,
      headline: headline({ inflation: 0.14, ci: [0.09, 0.19] }),
      n,
      by_model: [model('gpt-4o')],
    })
    expect(plain(sentence!)).toBe(
      'gpt-4o rates itself 14 points above the raters (95 % interval 9 to 19; 223 outputs)',
    )
  })

  it('speaks of the models together, and of a judge by name', () => {
    const both = { headline: headline({ inflation: -0.26, ci: [-0.27, -0.25] }), n }
    const by_model = [model('a'), model('b')]
    expect(plain(headlineSentence({ ...both, contrast: self, by_model })!)).toBe(
      'The models rate themselves 26.0 points below the raters (95 % interval 25.0 to 27.0; 223 outputs)',
    )
    const judged = { ...self, signal: 'peer', judge: 'c', goal: 'verified' as const }
    expect(plain(headlineSentence({ ...both, contrast: judged, by_model })!)).toMatch(
      /^c rates these outputs 26\.0 points below the verified labels/,
    )
  })

  it('tells a signal without a common scale by its rank correlation, never by a level', () => {
    const sentence = headlineSentence({
      contrast: { ...self, signal: 'metric:rouge1', common_scale: false },
      headline: headline({ inflation: null, spearman: 0.312, spearman_ci: [0.2, 0.41] }),
      n,
      by_model: [],
    })
    expect(plain(sentence!)).toBe(
      'The metric rouge1 follows the raters with a rank correlation of 0.31 (95 % interval 0.20 to 0.41; 223 outputs)',
    )
  })

  it('says nothing where nothing can be said', () => {
    const empty = headline({ inflation: null, spearman: null })
    expect(headlineSentence({ contrast: self, headline: empty, n, by_model: [] })).toBeNull()
  })
})

describe('a difference', () => {
  it.each([
    [0.03, [-0.02, 0.08], '3 points above', '2 below to 8 above'],
    [-0.01, [-0.06, 0.04], '1 point below', '6 below to 4 above'],
    [0.001, [-0.05, 0.05], 'level with', '5 below to 5 above'],
    [-0.2, [-0.3, -0.1], '20 points below', '10 to 30'],
  ] as const)('%d %j is %s, %s', (difference, interval, amount, range) => {
    const told = aboveOrBelow(difference, [...interval])
    expect([plain(told.amount), plain(told.range!)]).toEqual([amount, range])
  })
})

it('finds the reason of the field itself before that of what holds it', () => {
  const notes = [
    { field: 'headline', why: 'not enough data' },
    { field: 'headline.ci_raters', why: 'one rater' },
  ]
  expect(whyNull(notes, 'headline.ci_raters')).toBe('one rater')
  expect(whyNull(notes, 'headline.pearson')).toBe('not enough data')
  expect(whyNull(notes, 'gate')).toBeNull()
})

it('says of agreement that ratings are to come, rather than that there are none', () => {
  const notes = [{ field: 'agreement', why: 'no output here was rated by people' }]
  const why = (ratings: number) =>
    plain(whyNoAgreement({ agreement: null, notes, behind: { ratings, seconds: 9 } }))
  expect(why(0)).toBe('No output here was rated by people.')
  expect(why(190)).toMatch(/^190 newer ratings are being gathered/)
  expect(why(1)).toMatch(/^1 newer rating is being gathered/)
})
