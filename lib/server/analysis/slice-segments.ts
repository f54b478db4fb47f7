import type { Slice } from '@/lib/domain/report-slices'
import { binOf, quantileKnots } from '@/lib/stats/quantile-bins'
import type { Membership } from '@/lib/stats/segment-differences'
import { gather, placesKnown } from './gather'
import type { Rows } from './rows'

/** What a slice is made of. */
export type Part = { model: string } | { tag: string } | { range: Slice['where'][number] }

/** A slice: the rows for which each of its parts (one or two) has the code that is asked for. */
export type Segment = { parts: Part[]; codes: { of: Int8Array; is: number }[] }

/** Parts of which a row has one at most; `of[row]` is its place among them, or −1. */
export type Dimension = { parts: Part[]; of: Int8Array }

/** The most models and tags that are looked at; those with the most outputs. */
const MOST = 40

/**
 * The dimensions along which slices are cut: the model, each tag, the quarters of each feature.
 *
 * @param tagged the places of each tag's rows, by tag.
 */
export function dimensionsOf(
  rows: Rows,
  models: readonly string[],
  tagged: ReadonlyMap<string, Int32Array>,
  features: readonly string[],
): Dimension[] {
  const tags = [...tagged].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1)).slice(0, MOST)
  return [
    byModel(rows, models),
    ...tags.map(([tag, places]) => byTag(rows.length, tag, places)),
    ...features.map((feature) => byQuarter(rows.features.get(feature)!, feature)),
  ]
}

function byModel({ model, length }: Rows, models: readonly string[]): Dimension {
  const counts = new Int32Array(models.length)
  for (let i = 0; i < length; i++) counts[model[i]!]! += 1
  const kept = [...models.keys()]
    .filter((at) => counts[at]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
  const place = new Int8Array(models.length).fill(-1)
  for (const [i, at] of kept.slice(0, MOST).entries()) place[at] = i
  const of = new Int8Array(length)
  for (let i = 0; i < length; i++) of[i] = place[model[i]!]!
  return { parts: kept.slice(0, MOST).map((at) => ({ model: models[at]! })), of }
}

function byTag(length: number, tag: string, places: Int32Array): Dimension {
  const of = new Int8Array(length).fill(-1)
  for (const place of places) of[place] = 0
  return { parts: [{ tag }], of }
}

function byQuarter(x: Float64Array, feature: string): Dimension {
  const known = placesKnown(x)
  const knots = quantileKnots(gather(x, known), 4)
  const lo = new Float64Array(Math.max(0, knots.length - 1)).fill(Number.POSITIVE_INFINITY)
  const hi = new Float64Array(lo.length).fill(Number.NEGATIVE_INFINITY)
  const of = new Int8Array(x.length)
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!
    const quarter = binOf(knots, value) ?? -1
    of[i] = quarter
    if (quarter < 0) continue
    if (value < lo[quarter]!) lo[quarter] = value
    if (value > hi[quarter]!) hi[quarter] = value
  }
  return { parts: Array.from(lo, (least, i) => ({ range: { feature, lo: least, hi: hi[i]! } })), of }
}

/** All single parts and pairs of parts of two dimensions (but two tags), with the rows that belong to each. */
export function segmentsOf(dimensions: readonly Dimension[]): {
  segments: Segment[]
  membership: Membership
} {
  const firsts: number[] = []
  const segments: Segment[] = []
  for (const { parts, of } of dimensions) {
    firsts.push(segments.length)
    for (const [is, part] of parts.entries()) segments.push({ parts: [part], codes: [{ of, is }] })
  }
  const singles = segments.length
  const pairs = new Int32Array(singles * singles).fill(-1)
  for (let a = 0; a < singles; a++)
    for (let b = a + 1; b < singles; b++) {
      const [first, second] = [segments[a]!, segments[b]!]
      const sameDimension = first.codes[0]!.of === second.codes[0]!.of
      if (sameDimension || ('tag' in first.parts[0]! && 'tag' in second.parts[0]!)) continue
      pairs[a * singles + b] = segments.length
      segments.push({
        parts: [...first.parts, ...second.parts],
        codes: [...first.codes, ...second.codes],
      })
    }
  const membership = membershipOf(dimensions, firsts, pairs, singles)
  return { segments, membership: { ...membership, segments: segments.length } }
}

/** Worked out row by row: written down, the segments of all rows would be the largest thing of a report. */
function membershipOf(
  dimensions: readonly Dimension[],
  firsts: readonly number[],
  pairs: Int32Array,
  singles: number,
): Omit<Membership, 'segments'> {
  const codes = dimensions.map(({ of }) => of)
  const own = new Int32Array(codes.length)
  return {
    most: (codes.length * (codes.length + 1)) / 2,
    of(row, into) {
      let count = 0
      for (let d = 0; d < codes.length; d++) {
        const code = codes[d]![row]!
        if (code >= 0) own[count++] = firsts[d]! + code
      }
      let size = 0
      for (let a = 0; a < count; a++) {
        const first = own[a]!
        into[size++] = first
        for (let b = a + 1; b < count; b++) {
          const pair = pairs[first * singles + own[b]!]!
          if (pair >= 0) into[size++] = pair
        }
      }
      return size
    },
  }
}
