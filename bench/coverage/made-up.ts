import type { Draw } from './study'

/** How many outputs each prompt has. */
export type Size = { prompts: number; outputs: number; unequal?: boolean }

/** `12 × 4`, with a mark where prompts differ in size. */
export function named({ prompts, outputs, unequal }: Size): string {
  return `${prompts} × ${unequal ? `1–${2 * outputs - 1}` : outputs}`
}

/** Outputs of each prompt; where sizes are unequal, 1 to twice the mean, with no regard to what is in them. */
export function sizesOf(draw: Draw, { prompts, outputs, unequal }: Size): number[] {
  return Array.from({ length: prompts }, () => (unequal ? 1 + draw.below(2 * outputs - 1) : outputs))
}

/**
 * Normal values in clusters, one list a prompt: mean 0, variance 1, of which `share` lies between prompts (0.41: prompts
 * of sd 1 and residuals of sd 1.2).
 */
export function clusteredNormals(draw: Draw, size: Size, share = 0.41): number[][] {
  return sizesOf(draw, size).map((n) => around(draw, n, draw.normal(), share))
}

/** Values of one prompt whose own effect is given. */
export function around(draw: Draw, n: number, effect: number, share: number): number[] {
  return Array.from({ length: n }, () => Math.sqrt(share) * effect + Math.sqrt(1 - share) * draw.normal())
}

/** Pairs of standard normals that correlate by `between` in their prompt parts and by `within` in the rest. */
export function clusteredPairs(
  draw: Draw,
  size: Size,
  { share, between, within }: { share: number; between: number; within: number },
): { x: number; y: number }[][] {
  const pair = (r: number): [number, number] => {
    const x = draw.normal()
    return [x, r * x + Math.sqrt(1 - r * r) * draw.normal()]
  }
  const [b, w] = [Math.sqrt(share), Math.sqrt(1 - share)]
  return sizesOf(draw, size).map((n) => {
    const [ux, uy] = pair(between)
    return Array.from({ length: n }, () => {
      const [ex, ey] = pair(within)
      return { x: b * ux + w * ex, y: b * uy + w * ey }
    })
  })
}

/** Which of ascending cuts a value passes: 0 below all. */
export function levelOf(value: number, cuts: readonly number[]): number {
  let level = 0
  while (level < cuts.length && value > cuts[level]!) level += 1
  return level
}

/** Rows of all prompts in one list, each with the number of its prompt. */
export function flat<T>(prompts: readonly (readonly T[])[]): { prompt: number; row: T }[] {
  return prompts.flatMap((rows, prompt) => rows.map((row) => ({ prompt, row })))
}

/** Sum of what a function says of each. */
export function total<T>(rows: readonly T[], f: (row: T) => number): number {
  let all = 0
  for (const row of rows) all += f(row)
  return all
}
