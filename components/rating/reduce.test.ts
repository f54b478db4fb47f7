import { describe, expect, it } from 'vitest'
import type { BlindItem } from '@/lib/domain/blind'
import type { Failure } from './api'
import type { Kept } from './device'
import { reduce } from './reduce'
import { type Action, current, initialState, type State } from './state'

const NOTHING: Kept = { outbox: [], drafts: {}, pace: [] }
const criteria = [
  { key: 'quality', name: 'Quality', description: '', min: 1, max: 5, step: 1, labels: {} },
  { key: 'truth', name: 'Truth', description: '', min: 0, max: 1, step: null, labels: {} },
]
function item(id: string, more: Partial<BlindItem> = {}): BlindItem {
  return {
    item_id: id,
    intent: '',
    guidelines: '',
    prompt: `Prompt ${id}`,
    text: `Text ${id}`,
    other_text: null,
    presentation: 'plain',
    criteria,
    practice: null,
    progress: { done: 0, total: 3 },
    lease_expires_at: '2026-01-01T00:00:00.000Z',
    draft: null,
    ...more,
  }
}
const run = (state: State, ...actions: Action[]) => actions.reduce(reduce, state)
const start = initialState({ done: 0, total: 3 }, NOTHING)
const arrived = (...ids: string[]): Action => ({ type: 'arrived', items: ids.map((id) => item(id)) })
const chose: Action[] = [
  { type: 'chose', key: 'quality', score: 4 },
  { type: 'chose', key: 'truth', score: 0.5 },
]
const submitted: Action = { type: 'submitted', attempt: 'key-1', seconds: 2 }
const unreached: Failure = { kind: 'unreached' }
const refused = (status: number): Failure => ({ kind: 'refused', status, message: `No: ${status}` })
const ids = (state: State) => state.queue.map((place) => place.item.item_id)

describe('submitting', () => {
  it('shows the next item at once, counts, and tells', () => {
    const state = run(start, arrived('a', 'b'), ...chose, submitted)
    expect(ids(state)).toEqual(['b'])
    expect(state).toMatchObject({ phase: 'rating', done: 1, total: 3, active: 0 })
    expect(state.said.text).toBe('1 of 3 rated. Next output.')
    expect(state.outbox).toMatchObject([
      { kind: 'submit', itemId: 'a', key: 'key-1', body: { scores: { quality: 4, truth: 0.5 }, seconds: 2 } },
    ])
    expect(state.last).toMatchObject({ key: 'key-1', place: { item: { item_id: 'a' } } })
    expect(run(state, { type: 'stored', itemId: 'a' })).toMatchObject({ outbox: [], trouble: null })
  })

  it('points to the first criterion without a score, and sends nothing', () => {
    const state = run(start, arrived('a'), { type: 'chose', key: 'quality', score: 4 }, submitted)
    expect(state).toMatchObject({ outbox: [], active: 1, done: 0, said: { text: 'Truth has no score yet.' } })
    expect(ids(state)).toEqual(['a'])
  })

  it('sends a comment only where there is one', () => {
    const body = (comment: string) => {
      const [sent] = run(start, arrived('a'), ...chose, { type: 'commented', comment }, submitted).outbox
      return sent?.kind === 'submit' ? sent.body.comment : 'none sent'
    }
    expect([body(' Hm. '), body('  ')]).toEqual(['Hm.', undefined])
  })

  it('waits, with the layout kept, when the next item is not there yet', () => {
    const state = run(start, arrived('a'), ...chose, submitted)
    expect(state).toMatchObject({ phase: 'loading', queue: [] })
    expect(run(state, { type: 'stored', itemId: 'a' }, arrived('b'))).toMatchObject({
      phase: 'rating',
      said: { text: 'Next output.' },
    })
  })

  it('finishes when nothing is left', () => {
    const state = run(start, arrived('a'), ...chose, submitted, { type: 'stored', itemId: 'a' }, arrived())
    expect(state).toMatchObject({ phase: 'finished', done: 1, said: { text: 'Nothing is left to rate.' } })
  })
})

describe('what arrives', () => {
  it('brings back no item that is done with, and none twice', () => {
    const state = run(start, arrived('a', 'b'), ...chose, submitted, arrived('a', 'b'))
    expect(ids(state)).toEqual(['b'])
    expect(ids(run(state, { type: 'stored', itemId: 'a' }, arrived('b', 'c')))).toEqual(['b', 'c'])
  })

  it('keeps what was chosen meanwhile, and starts from the draft otherwise', () => {
    const draft = { scores: { quality: 2 }, comment: 'So far' }
    const withDraft: Action = { type: 'arrived', items: [item('a', { draft })] }
    const state = run(start, withDraft)
    expect(current(state)?.work).toEqual(draft)
    const changed = run(state, { type: 'chose', key: 'quality', score: 5 }, withDraft)
    expect(current(changed)?.work.scores).toEqual({ quality: 5 })
    expect(current(run(changed, { type: 'chose', key: 'quality', score: null }))?.work.scores).toEqual({})
  })

  it('may be nothing any more, and then says why', () => {
    const closed: Action = { type: 'arrived', items: [], over: 'It is closed.' }
    expect(run(start, closed)).toMatchObject({ phase: 'stopped', trouble: { message: 'It is closed.' } })
    expect(run(start, arrived('a'), closed)).toMatchObject({ phase: 'rating', trouble: null })
  })

  it("takes the server's count once nothing is on its way", () => {
    const told: Action = { type: 'arrived', items: [item('b', { progress: { done: 7, total: 9 } })] }
    const state = run(start, arrived('a', 'b'), ...chose, submitted)
    expect(run(state, told)).toMatchObject({ done: 1 })
    expect(run(state, { type: 'stored', itemId: 'a' }, told)).toMatchObject({ done: 7, total: 9 })
  })
})

describe('a failure to send', () => {
  const sent = run(start, arrived('a', 'b'), ...chose, submitted)
  const failed = (failure: Failure) => run(sent, { type: 'send-failed', itemId: 'a', failure })

  it('keeps the work under its key while the server is not reached, and says so', () => {
    const state = failed(unreached)
    expect(state.outbox).toEqual(sent.outbox)
    expect(state.trouble?.kind).toBe('unsent')
    expect(ids(state)).toEqual(['b'])
    expect(run(state, { type: 'stored', itemId: 'a' })).toMatchObject({ trouble: null, outbox: [] })
  })

  it('keeps the work while signed out', () => {
    const state = failed({ kind: 'signed-out' })
    expect(state).toMatchObject({ outbox: sent.outbox, trouble: { kind: 'signed-out' } })
    expect(run(state, { type: 'reached' }).trouble).toBeNull()
  })

  it('goes on after a conflict, which means that it is stored already', () => {
    expect(failed(refused(409))).toMatchObject({
      outbox: [],
      done: 1,
      trouble: { kind: 'notice', message: 'No: 409' },
    })
  })

  it('puts the item back on the desk, with its work, when its criteria have changed', () => {
    const state = failed(refused(422))
    expect(ids(state)).toEqual(['a', 'b'])
    expect(current(state)?.work.scores).toEqual({ quality: 4, truth: 0.5 })
    expect(state).toMatchObject({ outbox: [], done: 0, trouble: { kind: 'notice' } })
    expect(run(state, submitted).outbox).toHaveLength(1)
  })

  it('ends the session when results have been seen', () => {
    expect(failed(refused(403))).toMatchObject({
      phase: 'stopped',
      queue: [],
      trouble: { message: 'No: 403' },
    })
  })
})

describe('a failure to fetch', () => {
  const failed = (failure: Failure): Action => ({ type: 'next-failed', failure })
  it('disturbs nobody who still has something to rate', () => {
    const state = run(start, arrived('a'))
    expect(run(state, failed(unreached))).toBe(state)
    expect(run(state, failed(refused(409)))).toBe(state)
  })
  it('says what is the matter otherwise', () => {
    expect(run(start, failed(unreached))).toMatchObject({ phase: 'loading', trouble: { kind: 'unsent' } })
    expect(run(start, failed(refused(409)))).toMatchObject({ phase: 'stopped', trouble: { kind: 'over' } })
  })
})

describe('skipping', () => {
  it('goes on without counting', () => {
    const state = run(start, arrived('a', 'b'), { type: 'skipped', reason: 'Broken' })
    expect(state).toMatchObject({ done: 0, outbox: [{ kind: 'skip', itemId: 'a', reason: 'Broken' }] })
    expect(run(state, { type: 'stored', itemId: 'a' })).toMatchObject({ last: null, outbox: [] })
  })
})

describe('going back', () => {
  const given = { scores: { quality: 4, truth: 0.5 }, comment: '' }
  const before = run(
    start,
    arrived('a', 'b'),
    ...chose,
    submitted,
    { type: 'stored', itemId: 'a' },
    {
      type: 'chose',
      key: 'quality',
      score: 1,
    },
  )
  const back = run(before, { type: 'went-back', item: item('a', { draft: given }) })

  it('shows what was given, and keeps what was begun', () => {
    expect(current(back)).toMatchObject({ item: { item_id: 'a' }, work: given })
    const left = run(back, { type: 'chose', key: 'quality', score: 3 }, { type: 'left-back' })
    expect(current(left)).toMatchObject({ item: { item_id: 'b' }, work: { scores: { quality: 1 } } })
    expect(left.outbox).toEqual([])
  })

  it('sends a change as one, and returns to where the rater was', () => {
    const changed = run(back, { type: 'chose', key: 'quality', score: 3 }, submitted)
    expect(changed.outbox).toMatchObject([{ kind: 'amend', itemId: 'a', body: { scores: { quality: 3 } } }])
    expect(current(changed)).toMatchObject({ item: { item_id: 'b' }, work: { scores: { quality: 1 } } })
    expect(changed.done).toBe(before.done)
  })

  it('skips nothing meanwhile', () => {
    expect(run(back, { type: 'skipped', reason: 'x' })).toBe(back)
  })
})

describe('taking back', () => {
  const twice = run(start, arrived('a', 'b', 'c'), ...chose, submitted)
  const undone = run(twice, { type: 'undone' })

  it('puts the last submission back as it was, and lets go what was fetched ahead', () => {
    expect(ids(undone)).toEqual(['a', 'b'])
    expect(current(undone)?.work.scores).toEqual({ quality: 4, truth: 0.5 })
    expect(undone).toMatchObject({
      done: 0,
      last: null,
      said: { text: expect.stringContaining('Taken back') },
    })
    expect(run(undone, { type: 'undone' })).toBe(undone)
  })

  it('goes out after the submission, by its key; what is submitted again after both', () => {
    const again = run(undone, { type: 'submitted', attempt: 'key-2', seconds: 1 })
    expect(again.outbox.map((one) => [one.kind, 'key' in one && one.key])).toEqual([
      ['submit', 'key-1'],
      ['undo', 'key-1'],
      ['submit', 'key-2'],
    ])
    const sent = run(again, { type: 'stored', itemId: 'a' }, { type: 'stored', itemId: 'a' })
    expect(sent.outbox).toMatchObject([{ kind: 'submit', key: 'key-2' }])
  })

  it('leaves the rating as it stands where the server refuses it', () => {
    const state = run(
      undone,
      { type: 'stored', itemId: 'a' },
      {
        type: 'send-failed',
        itemId: 'a',
        failure: refused(409),
      },
    )
    expect(ids(state)).toEqual(['b'])
    expect(state).toMatchObject({ done: 1, outbox: [], trouble: { kind: 'notice' } })
    expect(ids(run(state, arrived('a', 'b')))).toEqual(['b'])
  })
})

describe('a lease that ran out', () => {
  it('is told of when the work became an extra rating, and forgotten with the next', () => {
    const state = run(start, arrived('a', 'b'), ...chose, submitted, {
      type: 'stored',
      itemId: 'a',
      isExtra: true,
    })
    expect(state.trouble).toMatchObject({ kind: 'told', message: expect.stringContaining('extra') })
    expect(run(state, ...chose, submitted).trouble).toBeNull()
  })

  it('is told of once a draft could not have it again', () => {
    const state = run(start, arrived('a'), ...chose)
    const work = current(state)!.work
    const saved = (isHeld: boolean): Action => ({ type: 'draft-saved', itemId: 'a', work, isHeld })
    expect(run(state, saved(true))).toMatchObject({ trouble: null, queue: [{ isSaved: true }] })
    expect(run(state, saved(false)).trouble?.kind).toBe('told')
  })
})

describe('what the device kept', () => {
  const work = { scores: { quality: 2 }, comment: 'So far' }
  const unsent = { kind: 'skip', itemId: 'z', place: null, reason: 'x' } as const
  const begin = (kept: Partial<Kept>) => initialState({ done: 0, total: 3 }, { ...NOTHING, ...kept })

  it('is sent first', () => {
    const state = run(begin({ outbox: [unsent] }), arrived('z', 'a'))
    expect(state.outbox).toEqual([unsent])
    expect(ids(state)).toEqual(['a'])
  })

  it('comes before what the server has of a draft', () => {
    const server = { scores: { quality: 1 }, comment: '' }
    const items = [item('a', { draft: server }), item('b', { draft: server })]
    const drafts = { a: { work, seconds: 3 }, b: { work: null, seconds: 3 } }
    const state = run(begin({ drafts }), { type: 'arrived', items })
    expect(state.queue.map((place) => [place.work, place.isSaved])).toEqual([
      [work, false],
      [server, true],
    ])
  })

  it('brings back onto the desk what was taken back and not yet told', () => {
    const body = { scores: {} }
    const submit = { kind: 'submit', itemId: 'a', place: null, key: 'k', body } as const
    const undo = { kind: 'undo', itemId: 'a', place: null, key: 'k' } as const
    expect(ids(run(begin({ outbox: [submit, undo] }), arrived('a')))).toEqual(['a'])
    expect(ids(run(begin({ outbox: [submit] }), arrived('a')))).toEqual([])
  })
})

describe('practice', () => {
  const practice = item('p', { practice: { place: 1, of: 2 } })
  const begun = run(start, { type: 'arrived', items: [practice, item('a')] }, ...chose)
  const feedback = [{ key: 'quality', score: 2, tolerance: 1, text: 'Too long.' }]

  it('stays on the desk until its feedback is read, and counts apart', () => {
    const sent = run(begun, submitted)
    expect(sent).toMatchObject({ done: 0, last: null, lesson: { item: practice, feedback: null } })
    expect(current(sent)).toBeNull()
    const answered = run(sent, { type: 'stored', itemId: 'p', feedback })
    expect(answered.lesson?.feedback).toEqual(feedback)
    expect(answered.said.text).toContain('you gave 4, the known answer is 2, too far')
    const next = run(answered, { type: 'went-on' })
    expect(current(next)?.item.item_id).toBe('a')
    expect(run(next, ...chose, submitted)).toMatchObject({
      done: 1,
      last: { place: { item: { item_id: 'a' } } },
    })
  })

  it('waits while the server cannot be reached, and comes back where it was refused', () => {
    const sent = run(begun, submitted)
    const waiting = run(sent, { type: 'send-failed', itemId: 'p', failure: unreached })
    expect(waiting).toMatchObject({ lesson: { feedback: null }, trouble: { kind: 'unsent' } })
    expect(waiting.outbox).toHaveLength(1)
    const back = run(sent, { type: 'send-failed', itemId: 'p', failure: refused(422) })
    expect(current(back)).toMatchObject({ item: practice, work: { scores: { quality: 4, truth: 0.5 } } })
    expect(back).toMatchObject({ lesson: null, outbox: [], done: 0 })
  })

  it('ends with its feedback where nothing is left', () => {
    const sent = run(start, { type: 'arrived', items: [practice] }, ...chose, submitted)
    const over = run(sent, { type: 'stored', itemId: 'p', feedback }, { type: 'arrived', items: [] })
    expect(over).toMatchObject({ phase: 'finished', lesson: { feedback } })
    expect(run(over, { type: 'went-on' })).toMatchObject({ phase: 'finished', lesson: null })
  })
})

it('keeps nothing once the rater has withdrawn, whatever still comes in', () => {
  const rated = run(start, arrived('a', 'b'), ...chose, submitted, ...chose)
  const gone = run(rated, { type: 'withdrew' })
  expect(gone).toMatchObject({
    phase: 'withdrawn',
    queue: [],
    outbox: [],
    recalled: {},
    pace: [],
    last: null,
  })
  expect(run(gone, arrived('c'), { type: 'stored', itemId: 'a', isExtra: true })).toBe(gone)
})
