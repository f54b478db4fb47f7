import type { Note } from '@/lib/domain/report'
import { Notes } from './notes'
import type { Asked } from './source'

/**
 * What this process has read and computed for one contrast and selection of one snapshot. Another threshold, another
 * number of bins change none of it.
 */
export class Warm {
  readonly #parts = new Map<string, Promise<unknown>>()

  constructor(readonly key: string) {}

  /** The part once computed under this name, or `compute`'s. A failure is not kept. */
  part<T>(name: string, compute: () => Promise<T>): Promise<T> {
    const known = this.#parts.get(name) as Promise<T> | undefined
    if (known) return known
    const part = compute()
    this.#parts.set(name, part)
    part.catch(() => this.#parts.delete(name))
    return part
  }

  /** The same for a part of a report that notes why numbers of it are null. */
  noted<T>(name: string, compute: (notes: Notes) => T | Promise<T>): Promise<{ found: T; notes: Note[] }> {
    return this.part(name, async () => {
      const notes = new Notes()
      const found = await compute(notes)
      return { found, notes: notes.list() }
    })
  }
}

const last = new Map<string, Warm>()

/**
 * What is kept for a question by `whom`. The columns of a million outputs take some 200 MB, so that only those of the
 * last contrast and selection stay.
 */
export function warmFor(whom: string, { snapshot, contrast, selection }: Asked): Warm {
  const { model, family, tag, rater_group, min_human_n, where } = selection
  const selected = { model, family, tag, rater_group, min_human_n, where }
  const key = JSON.stringify([snapshot.facts, contrast, selected])
  const known = last.get(whom)
  if (known?.key === key) return known
  const fresh = new Warm(key)
  last.set(whom, fresh)
  return fresh
}
