import { clusteredMean } from '../clustered-mean'
import type { Estimate } from '../estimate'
import { type JudgeDesign, judgeDesign } from './judge-design'
import type { JudgeRows } from './judge-rows'

/** What a judge gave outputs on average, and what the other judges of the same outputs gave them. */
export interface JudgedPart {
  score: Estimate
  byOthers: Estimate
}

export interface JudgeMeans {
  judge: number | string
  /** The judge's own outputs, and those of all other models; each of them rated by another judge too. */
  own: JudgedPart
  others: JudgedPart
}

/**
 * Each judge's means over the outputs that another judge rated too: of its own and of others', beside what the other judges
 * gave them. Errors clustered by prompt. Leniency and the other judges' own preferences are in these means;
 * `selfPreferenceByJudge` takes them out.
 */
export function judgeMeans(rows: JudgeRows | JudgeDesign): JudgeMeans[] {
  const { judges, order, start, output, judge, self, scores } = judgeDesign(rows)
  const parts = judges.map(() => [new Sums(), new Sums()] as const)
  for (let g = 0; g + 1 < start.length; g++) {
    for (let from = start[g]!, to = from; from < start[g + 1]!; from = to) {
      let total = 0
      for (; to < start[g + 1]! && output[order[to]!] === output[order[from]!]; to++) {
        total += scores[order[to]!]!
      }
      const n = to - from
      for (let k = from; n > 1 && k < to; k++) {
        const row = order[k]!
        const score = scores[row]!
        parts[judge[row]!]![self[row] ? 0 : 1].add(g, score, (total - score) / (n - 1))
      }
    }
  }
  return judges.map((name, j) => ({
    judge: name,
    own: parts[j]![0].finish(),
    others: parts[j]![1].finish(),
  }))
}

/** Sums by prompt. */
class Sums {
  #prompt = -1
  readonly #counts: number[] = []
  readonly #scores: number[] = []
  readonly #byOthers: number[] = []

  add(prompt: number, score: number, byOthers: number): void {
    if (prompt !== this.#prompt) {
      this.#prompt = prompt
      for (const list of [this.#counts, this.#scores, this.#byOthers]) list.push(0)
    }
    const last = this.#counts.length - 1
    this.#counts[last]! += 1
    this.#scores[last]! += score
    this.#byOthers[last]! += byOthers
  }

  finish(): JudgedPart {
    return {
      score: clusteredMean(this.#counts, this.#scores),
      byOthers: clusteredMean(this.#counts, this.#byOthers),
    }
  }
}
