/** Ratings one a row: which judge gave which score to an output that a generator wrote for a prompt. */
export interface JudgeRows {
  judges: ArrayLike<number | string>
  generators: ArrayLike<number | string>
  outputs: ArrayLike<number | string>
  prompts: ArrayLike<number | string>
  scores: ArrayLike<number>
  /** 1 where judge and generator are different models of one family. */
  relatives?: ArrayLike<number>
}

/** Distinct names in the order of first appearance. */
export function namesOf<Name extends number | string>(values: ArrayLike<Name>): Name[] {
  return [...new Set(Array.from(values))]
}
