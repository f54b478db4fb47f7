import { describe, expect, it } from 'vitest'
import { GATE } from '@/components/report/gate.fixture'
import {
  firstThreshold,
  flagSentence,
  gateSentence,
  passWords,
  readingSentence,
  recommendation,
  savingSentence,
  thresholdFormat,
} from './gate-words'
import { plain } from './testing'

const scale = { min: 1, max: 5 }
const { gate, calibration, prediction_powered: ppi } = GATE
const format = thresholdFormat(
  gate.curve.map(({ t }) => t),
  scale,
  true,
)

describe('what is said of a gate', () => {
  it('tells what passes and what people would reject of it', () => {
    expect(plain(gateSentence(gate.curve[3]!, gate, 'human', format))).toBe(
      'At 4 and above: 62 % pass; of those, people would reject 10 % (95 % interval 3 to 17; 140 judged)',
    )
    expect(plain(gateSentence(gate.curve[3]!, gate, 'verified', format))).toMatch(
      /the verified label rejects 10 %/,
    )
    expect(plain(gateSentence(gate.curve[4]!, gate, 'human', format))).toBe(
      'At 5 and above: 4 % pass; only 8 of those are judged, too few to say more',
    )
    expect(passWords(0.25, 'worse', format)).toBe('2 and below')
  })

  it('begins at the recommended threshold, else where the goal itself begins to accept', () => {
    expect(gate.curve[firstThreshold(gate)]!.t).toBe(0.5)
    expect(gate.curve[firstThreshold({ ...gate, higher_is: 'worse' })]!.t).toBe(0.25)
    expect(gate.curve[firstThreshold({ ...gate, accept_at: 1.1 })]!.t).toBe(1)
    const recommended = { t: 0.75, n: 79, k: 2, upper: 0.078, pass_rate: 0.62, pass_rate_ci: null }
    expect(gate.curve[firstThreshold({ ...gate, recommended })]!.t).toBe(0.75)
  })

  it('names the threshold that holds, with its bound, or says that none does and what it would take', () => {
    const recommended = { t: 0.75, n: 79, k: 2, upper: 0.078, pass_rate: 0.62, pass_rate_ci: null }
    const held = recommendation({ ...gate, recommended }, format)
    expect(plain(held.verdict)).toBe('4 and above holds 10 %.')
    expect(plain(held.reason)).toBe(
      'Of 79 judged outputs that pass, one a prompt, 2 are rejected: with 95 % certainty at most 7.8 % of what passes would be. 62 % of all outputs pass.',
    )
    const none = recommendation(gate, format)
    expect(none.verdict).toBe('None does.')
    expect(none.reason).toMatch(/^Of 79 judged .* You need about 900 more prompts with a judged output\.$/)
  })

  it('writes thresholds on the criterion’s scale, those of a metric as they are', () => {
    expect(format(0.75)).toBe('4')
    expect(thresholdFormat([0, 1 / 9], scale, true)(1 / 9)).toBe('1.44')
    expect(thresholdFormat([0.1], scale, false)(0.38384)).toBe('0.384')
  })

  it('tells how to read a score, and what the scores save', () => {
    const at = (x: number) => (1 + 4 * x).toFixed(1)
    expect(readingSentence(calibration!, 'human', at, at)).toBe('Read 1.0 of the machine as 1.8 of people’s')
    expect(readingSentence({ ...calibration!, levels: [] }, 'human', at, at)).toBe(
      'What does a score mean to people?',
    )
    expect(plain(savingSentence(ppi!, 'human', at))).toBe(
      'From the scores of all 235 outputs and the 223 that people judged, the mean human rating is 3.4 (95 % interval 3.3 to 3.5): as precise as 232 judged outputs, 9 more than there are. The judged outputs alone: 3.4 (95 % interval 3.3 to 3.5).',
    )
    expect(plain(savingSentence({ ...ppi!, unlabelled: 0 }, 'human', at))).toMatch(
      /^All 223 outputs have a human rating/,
    )
    expect(savingSentence({ ...ppi!, effective_n: 200 }, 'human', at)).toMatch(/no more precise/)
  })

  it('holds a flag against how often it is true', () => {
    const c = { flag_rate: 0.78, prevalence: 0.44, recall: 1, false_positive_rate: 0.6 } as Parameters<
      typeof flagSentence
    >[0]
    expect(plain(flagSentence(c, 'Flag x', 'worse', 'human'))).toBe(
      'Flag x flags 78 % of outputs, people would flag 44 %: it finds 100 % of those, and takes in 60 % of the others',
    )
  })
})
