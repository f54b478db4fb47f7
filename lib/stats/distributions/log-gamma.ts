const G = 607 / 128
const COEFFICIENTS = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  0.00003399464998481189, 0.00004652362892704858, -0.00009837447530487956, 0.0001580887032249125,
  -0.00021026444172410488, 0.00021743961811521265, -0.0001643181065367639, 0.00008441822398385275,
  -0.000026190838401581408, 0.0000036899182659531625,
]
const HALF_LOG_TWO_PI = 0.9189385332046728

/**
 * ln Γ(x) for x > 0, to about 1e-15 relative to max(1, |ln Γ|).
 *
 * Source: Lanczos (1964), SIAM J. Numer. Anal. B 1, 86–96, with Godfrey's 15 coefficients.
 * @throws RangeError where x is not positive.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma needs x > 0, got ${x}`)
  if (x === Number.POSITIVE_INFINITY) return x
  if (x > 15) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingError(x)
  // Γ(x) = Γ(x + 1)/x keeps the argument of the series at least 1, where it is exact at the zeros' scale.
  let series = COEFFICIENTS[0]!
  for (let k = 1; k < COEFFICIENTS.length; k++) series += COEFFICIENTS[k]! / (x + k)
  const t = x + G + 0.5
  return (x + 0.5) * Math.log(t) - t + HALF_LOG_TWO_PI + Math.log(series / x)
}

/**
 * ln Γ(x + 1) − [(x + ½) ln x − x + ½ ln 2π], the error of Stirling's formula, for x > 0.
 *
 * Source: Loader (2000), Fast and accurate computation of binomial probabilities.
 */
export function stirlingError(x: number): number {
  if (x < 10) return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI
  const xx = x * x
  const tail = 1 / 1188 - (691 / 360360 - 1 / (156 * xx)) / xx
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - tail / xx) / xx) / xx) / xx) / x
}

/**
 * x ln(x/m) + m − x without cancellation near x = m (Loader's deviance term bd0), for x > 0 and m > 0.
 */
export function devianceTerm(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x
  const v = (x - m) / (x + m)
  let total = (x - m) * v
  let power = 2 * x * v
  for (let j = 1; j < 1000; j++) {
    power *= v * v
    const next = total + power / (2 * j + 1)
    if (next === total) break
    total = next
  }
  return total
}
