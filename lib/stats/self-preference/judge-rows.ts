/** Ratings one a row: which judge gave which score to an output that a generator wrote for a prompt. */
export interface JudgeRows {
  judges: readonly string[]
  generators: readonly string[]
  outputs: ArrayLike<number | string>
  prompts: ArrayLike<number | string>
  scores: ArrayLike<number>
}

/** Rows by prompt, in the order of first appearance. */
export function rowsByPrompt(rows: JudgeRows): [number | string, number[]][] {
  const groups = new Map<number | string, number[]>()
  for (let i = 0; i < rows.scores.length; i++) {
    const own = groups.get(rows.prompts[i]!)
    if (own) own.push(i)
    else groups.set(rows.prompts[i]!, [i])
  }
  return [...groups]
}

/** Distinct names in the order of first appearance. */
export function namesOf(values: readonly string[]): string[] {
  return [...new Set(values)]
}
