/**
 * Solves ln tail(s) = target for s by Newton's method, where ln tail is increasing and concave in s (true of the lower
 * tails of beta on the logit scale and of gamma on the log scale). Concavity makes every step after the first approach
 * from the left, so no bracket is needed except where the tail underflows.
 *
 * @param evaluate the tail at s, and its derivative in s.
 */
export function solveLogTail(
  target: number,
  start: number,
  evaluate: (s: number) => { tail: number; slope: number },
): number {
  let s = start
  let low = Number.NEGATIVE_INFINITY
  let high = Number.POSITIVE_INFINITY
  for (let i = 0; i < 200; i++) {
    const { tail, slope } = evaluate(s)
    if (tail === 0) low = Math.max(low, s)
    const excess = Math.log(tail) - target
    if (excess > 0) high = Math.min(high, s)
    else low = Math.max(low, s)
    let next = s - (excess * tail) / slope
    if (!(next >= low && next <= high)) next = middle(low, high, s)
    if (Math.abs(next - s) <= 4e-16 * Math.max(1, Math.abs(s))) return next
    s = next
  }
  return s
}

function middle(low: number, high: number, s: number): number {
  if (high === Number.POSITIVE_INFINITY) return s + 1 + Math.abs(s)
  if (low === Number.NEGATIVE_INFINITY) return s - 1 - Math.abs(s)
  return (low + high) / 2
}
