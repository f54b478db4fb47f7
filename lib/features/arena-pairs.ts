/**
 * How LMArena's style control compares two answers: for each style feature d = (a - b) / (a + b), then z-scores
 * of d over all pairs. The two published variants differ in how they avoid 0/0 and in the deviation's divisor.
 *
 * - `fastchat`: divisor a + b + 1, standard deviation over n (FastChat rating_systems.py, preprocess_for_style);
 * - `arena_rank`: a zero sum replaced by 1, standard deviation over n - 1 (arena-rank, add_style_feature_cols).
 *
 * @param a counts of the first answers, a row a pair, a column a feature; `b` those of the second, alike
 * @returns z-scores in the same shape; null in a column without variance, and everywhere below two pairs
 */
export function arenaPairScores(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
  variant: 'fastchat' | 'arena_rank',
): (number | null)[][] {
  const differences = a.map((row, pair) =>
    row.map((first, column) => {
      const second = b[pair]?.[column] ?? 0
      const sum = first + second
      return (first - second) / (variant === 'fastchat' ? sum + 1 : sum || 1)
    }),
  )
  const columns = (differences[0] ?? []).map((_, column) =>
    zScores(
      differences.map((row) => row[column] as number),
      variant === 'fastchat' ? 0 : 1,
    ),
  )
  return differences.map((_, pair) => columns.map((column) => column[pair] ?? null))
}

function zScores(values: readonly number[], lostDegrees: 0 | 1): (number | null)[] {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  if (n < 2 || squares === 0) return values.map(() => null)
  const deviation = Math.sqrt(squares / (n - lostDegrees))
  return values.map((value) => (value - mean) / deviation)
}
