import { createHash } from 'node:crypto'
import type { Progress } from '@/lib/domain/blind'
import { MOST_COMPARISONS, type Plan } from '@/lib/domain/plan'
import { stands } from './stands'

/** What the schedule of one rater rests on. */
export type Design = {
  /** Something that the rater never learns, so that nobody can work out which items are checks. */
  seed: string | null
  plan: Pick<Plan, 'gold_every' | 'repeat_share' | 'cap' | 'order'>
  /** Outputs with a known answer that can be gold items. */
  golds: number
  /** The comparisons that the rater is asked for. */
  comparisons: number
}

/** SQL: the design for rater `r` (null before the first claim) of audit `a`, who came by invitation `i` (null without one). */
export const DESIGN = `json_build_object('seed', r.pseudonym || ' ' || r.id,
  'plan', CASE WHEN i.quota IS NULL THEN a.plan - 'consent'
    ELSE (a.plan - 'consent') || jsonb_build_object('cap', least(i.quota, (a.plan ->> 'cap')::int)) END,
  'golds', CASE WHEN a.plan ? 'gold_every' THEN (SELECT count(DISTINCT g.output_id) FROM gold_answers g
    WHERE g.audit_id = a.id AND g.purpose = 'gold' AND g.ended_at IS NULL AND ${stands('g.output_id')}) ELSE 0 END,
  'comparisons', CASE WHEN a.plan ? 'comparisons' THEN least((a.plan -> 'comparisons' ->> 'per_rater')::int,
    (SELECT count(*) FROM (SELECT FROM pairs p WHERE p.audit_id = a.id LIMIT ${MOST_COMPARISONS}) counted)) ELSE 0 END)`

/** SQL: the purposes that take a place in the schedule, which practice and comparisons do not. */
export const SCHEDULED = `('main', 'extra', 'adjudication', 'gold', 'repeat')`

/** SQL condition: assignment `s` takes a place in the schedule. */
export const TAKES_PLACE = `s.purpose IN ${SCHEDULED}`

/** SQL condition: assignment `s` counts in what the rater is told of the progress. */
export const COUNTS = `(${TAKES_PLACE} OR s.pair_id IS NOT NULL)`

export type Kind = 'main' | 'gold' | 'repeat'

/** So many items at least lie between an output and its repeat. */
export const REPEAT_AFTER = 20

const EVEN = 0
const ODD = 1

/** The first place that may be a repeat: the first item and `REPEAT_AFTER` others come before it. */
const FIRST_REPEAT = REPEAT_AFTER + 2

/**
 * What a rater's item number `place` (from 1, practice left out) is to be.
 *
 * Of each run of `gold_every` places one, drawn from the even ones, is gold; of each run of places that the share of
 * repeats asks for one, drawn from the odd ones after `REPEAT_AFTER` others, is a repeat. So two gold items never follow
 * each other, nor two repeats, the first item is neither, and how many of either come up to a place needs no walk.
 */
export function kindAt(design: Design, place: number): Kind {
  if (golds(design, place) > golds(design, place - 1)) return 'gold'
  return repeats(design, place) > repeats(design, place - 1) ? 'repeat' : 'main'
}

/** How far a rater is who is asked for `quota` outputs: gold items, repeats and comparisons count as any other item. */
export function progressOf(design: Design, quota: number, done: number): Progress {
  const outputs = Math.min(quota, design.plan.cap ?? quota)
  // Who goes on after new outputs came in is never at "121 of 120".
  return { done, total: Math.max(itemsFor(design, outputs) + design.comparisons, done) }
}

/** How many items a rater has who is asked for so many outputs: the gold items and repeats among them too. */
export function itemsFor(design: Design, outputs: number): number {
  if (outputs <= 0) return 0
  const mains = (place: number) => place - golds(design, place) - repeats(design, place)
  let low = outputs
  let high = outputs
  while (mains(high) < outputs) high *= 2
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (mains(middle) < outputs) low = middle + 1
    else high = middle
  }
  return low
}

/** Gold items up to and with a place. */
function golds({ seed, plan: { gold_every: every }, golds: most }: Design, place: number): number {
  return every === undefined ? 0 : Math.min(most, upTo(place, `${seed} gold`, 1, every, EVEN))
}

/** Repeats up to and with a place. */
function repeats({ seed, plan: { gold_every: every, repeat_share: share } }: Design, place: number): number {
  if (share === undefined) return 0
  // One repeat for 1 / share main outputs: they share the run with the repeat and with gold items.
  const run = Math.round((1 / share + 1) / (1 - (every === undefined ? 0 : 1 / every)))
  return upTo(place, `${seed} repeat`, FIRST_REPEAT, run, ODD)
}

/** How many of the places that are drawn, one from each run of `size` from `first` on, are not after `place`. */
function upTo(place: number, seed: string, first: number, size: number, parity: 0 | 1): number {
  if (place < first) return 0
  const run = Math.floor((place - first) / size)
  const start = first + run * size
  const lowest = start % 2 === parity ? start : start + 1
  const candidates = Math.floor((start + size - 1 - lowest) / 2) + 1
  const drawn = lowest + 2 * Math.floor(uniform(`${seed} ${run}`) * candidates)
  return run + (drawn <= place ? 1 : 0)
}

/** A number in [0, 1) that belongs to a text. */
export function uniform(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32
}
