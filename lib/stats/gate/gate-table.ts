/**
 * Outputs by the level of the signal, levels ascending: all outputs, those with a human decision, and those of them that
 * the human rejects.
 */
export interface GateTable {
  levels: readonly number[]
  outputs: ArrayLike<number>
  labelled: ArrayLike<number>
  rejected: ArrayLike<number>
}

/** The same counts by prompt: an entry for each (prompt, level) that occurs, or for each output. */
export interface GateCells {
  prompts: ArrayLike<number | string>
  /** Position in `levels`. */
  level: ArrayLike<number>
  /** All outputs; by default the labelled ones. */
  outputs?: ArrayLike<number>
  labelled: ArrayLike<number>
  rejected: ArrayLike<number>
}

/** A gate passes signals ≥ t where more is better, and ≤ t where more is worse. */
export type HigherIs = 'better' | 'worse'

/** Positions of levels from the strictest threshold to the loosest. */
export function strictToLoose(levels: readonly number[], higherIs: HigherIs): number[] {
  const positions = levels.map((_, l) => l)
  return higherIs === 'better' ? positions.reverse() : positions
}

/** Counts that pass at each threshold, from strict to loose. */
export interface Passing {
  threshold: number
  outputs: number
  labelled: number
  rejected: number
}

/** Cumulates a table from the strictest threshold to the loosest. */
export function passingAt(table: GateTable, higherIs: HigherIs): Passing[] {
  const passed = { outputs: 0, labelled: 0, rejected: 0 }
  return strictToLoose(table.levels, higherIs).map((l) => {
    passed.outputs += table.outputs[l]!
    passed.labelled += table.labelled[l]!
    passed.rejected += table.rejected[l]!
    return { threshold: table.levels[l]!, ...passed }
  })
}
