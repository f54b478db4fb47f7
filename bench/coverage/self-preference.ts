import type { JudgeRows } from '@/lib/stats/self-preference/judge-rows'
import {
  selfPreferenceGivenHuman,
  selfPreferenceWithinOutputs,
} from '@/lib/stats/self-preference/self-preference'
import { type Draw, EXACT, holds, type Study } from './study'

const JUDGES = ['one', 'two', 'three']
const LENIENCY = [0, 0.4, -0.3]
const QUALITY = [0.5, 0, -0.2]
const SELF = 0.3

/** Intervals of self-preference: judges differ in leniency, generators in quality, prompts in both. */
export const SELF_PREFERENCE: Study[] = [
  ...[6, 12, 40].map((prompts) => ({
    what: `self-preference within outputs, 3 judges, ${prompts} × 3`,
    range: EXACT,
    simulate: (draw: Draw) => holds(selfPreferenceWithinOutputs(judged(draw, prompts).rows).self.ci, SELF),
  })),
  ...[12, 40].map((prompts) => ({
    what: `self-preference given a human score without noise, 3 judges, ${prompts} × 3`,
    range: EXACT,
    simulate: (draw: Draw) => {
      const { rows, quality } = judged(draw, prompts)
      return holds(selfPreferenceGivenHuman(rows, quality).common!.self.ci, SELF)
    },
  })),
]

/** Every judge scores one output of every generator for each prompt. */
function judged(draw: Draw, prompts: number): { rows: JudgeRows; quality: number[] } {
  const rows = {
    judges: [] as string[],
    generators: [] as string[],
    outputs: [] as string[],
    prompts: [] as number[],
    scores: [] as number[],
  }
  const quality: number[] = []
  for (let prompt = 0; prompt < prompts; prompt += 1) {
    const [ease, preference] = [draw.normal(), 0.3 * draw.normal()]
    const moods = JUDGES.map(() => 0.5 * draw.normal())
    JUDGES.forEach((generator, k) => {
      const own = QUALITY[k]! + ease + 0.5 * draw.normal()
      JUDGES.forEach((judge, j) => {
        const self = judge === generator ? SELF + preference : 0
        rows.judges.push(judge)
        rows.generators.push(generator)
        rows.outputs.push(`${prompt} ${generator}`)
        rows.prompts.push(prompt)
        rows.scores.push(LENIENCY[j]! + own + moods[j]! + self + 0.5 * draw.normal())
        quality.push(own)
      })
    })
  }
  return { rows, quality }
}
