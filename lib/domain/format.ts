import type { Scale } from './scale'

/** Numbers as people read them. All rounding stands here and nowhere else; what is not computable is an en dash. */

export const MINUS = '−'
export const ABSENT = '–'
/** Narrow no-break space: between thousands, and between a number and its sign of unit. */
const NARROW = '\u202f'
/** Between a number and its word, so that no line ends between them. */
const NO_BREAK = '\u00a0'

/** The level of every interval: 95 %. */
export const LEVEL = `95${NARROW}%`

/** A number and the word that it counts, kept on one line: `14 points`. */
export function withUnit(number: string, unit: string): string {
  return `${number}${NO_BREAK}${unit}`
}

/** `9 to 19`, kept on one line. */
export function fromTo(from: string | number, to: string | number): string {
  return `${from}${NO_BREAK}to${NO_BREAK}${to}`
}

/** A number with a real minus sign and grouped thousands: 1 234.5, −0.3. A rounded zero has no sign. */
export function formatNumber(value: number | null, digits = 0): string {
  if (value === null || !Number.isFinite(value)) return ABSENT
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.')
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW) : whole
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text
}

/** A count of things: 12 345. */
export function formatCount(count: number | null): string {
  return formatNumber(count, 0)
}

/** `1 output`, `2 outputs`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return withUnit(formatCount(count), count === 1 ? one : many)
}

/** A number with its sign written out: +14, −3, 0. */
export function formatSigned(value: number | null, digits = 0): string {
  const text = formatNumber(value, digits)
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** A share 0…1 as `37 %`. */
export function formatShare(share: number | null, digits = 0): string {
  const text = formatNumber(share === null ? null : share * 100, digits)
  return text === ABSENT ? text : `${text}${NARROW}%`
}

/** How many decimals points deserve: none once their interval is wider than four points. */
export function pointDigits(interval: readonly [number, number] | null): number {
  return interval !== null && (interval[1] - interval[0]) * 100 < 4 ? 1 : 0
}

/** A unit score, or a difference of two, in points 0–100. */
export function formatPoints(unit: number | null, digits = 0): string {
  return formatNumber(unit === null ? null : unit * 100, digits)
}

/** A difference of unit scores in points, with its sign: +14. */
export function formatSignedPoints(unit: number | null, digits = 0): string {
  return formatSigned(unit === null ? null : unit * 100, digits)
}

/** How many decimals a mean on this scale deserves: a hundredth of the scale's length, at most two. */
export function scaleDigits({ min, max }: Scale): number {
  const length = max - min
  if (length >= 50) return 0
  return length > 5 ? 1 : 2
}

/** A unit score on the criterion's own scale: 3.42 of 1–5. */
export function formatOnScale(unit: number | null, scale: Scale, digits = scaleDigits(scale)): string {
  return formatNumber(unit === null ? null : scale.min + unit * (scale.max - scale.min), digits)
}

/** `9 to 19`: an interval by the same formatter as its estimate; null when there is none. */
export function formatInterval(
  interval: readonly [number, number] | null,
  format: (value: number) => string,
): string | null {
  return interval === null ? null : fromTo(format(interval[0]), format(interval[1]))
}

/** A p-value: 0.03, < 0.001. */
export function formatP(p: number | null): string {
  if (p === null) return ABSENT
  return p < 0.001 ? '< 0.001' : formatNumber(p, p < 0.1 ? 3 : 2)
}

/** A feature's value: as many decimals as its size deserves. */
export function formatQuantity(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return ABSENT
  const size = Math.abs(value)
  if (Number.isInteger(value) || size >= 100) return formatNumber(value, 0)
  return formatNumber(value, size >= 10 ? 1 : size >= 0.1 ? 2 : 3)
}

/** Seconds as `0.3 s`, `40 s`, `12 min`, `3 h`, `2 d`. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return ABSENT
  const steps = [
    [60, 1, 's'],
    [3_600, 60, 'min'],
    [172_800, 3_600, 'h'],
  ] as const
  // Below ten, a whole second would hide half of it.
  if (seconds < 9.95 && !Number.isInteger(seconds)) return `${formatNumber(seconds, 1)}${NARROW}s`
  for (const [below, unit, name] of steps)
    if (seconds < below) return `${formatCount(seconds / unit)}${NARROW}${name}`
  return `${formatCount(seconds / 86_400)}${NARROW}d`
}

/** Bytes as `12 MB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return ABSENT
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const size = bytes / 1000 ** power
  return `${formatNumber(size, power > 0 && size < 10 ? 1 : 0)}${NARROW}${units[power]}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** An ISO time as `3 Aug 2026, 14:05 UTC`, the same on server and browser. */
export function formatTime(iso: string): string {
  return `${formatDay(iso)}, ${new Date(iso).toISOString().slice(11, 16)} UTC`
}

/** An ISO time as `14:05:09 UTC`. */
export function formatClock(iso: string): string {
  return `${new Date(iso).toISOString().slice(11, 19)} UTC`
}

/** An ISO time as `3 Aug 2026`, in UTC. */
export function formatDay(iso: string): string {
  const at = new Date(iso)
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`
}
