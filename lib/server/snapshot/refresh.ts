import { PlumblineError } from '@/lib/domain/errors'
import { type Db, pool, transaction } from '@/lib/server/db/pool'
import { log } from '@/lib/server/log'
import { type BuildKey, buildSnapshot } from './build'
import { lockNextRevision, stampRevision } from './cut'
import { discard, evict, findSnapshot, listSnapshots, reading, type Snapshot } from './folders'
import { ANY_UNGATHERED, type Behind, lackOf } from './lack'

/** Ratings are gathered by a cut at most once in this time. */
const GATHER_EVERY_MS = 30_000

export type Current = {
  snapshot: Snapshot
  behind: Behind
  /** What is done in the background to bring the next snapshot up to date; never rejects. */
  settled: Promise<void>
}

/**
 * The newest finished snapshot of an audit, and what it lacks. Waits only where no snapshot holds the newest import (or
 * change of settings) yet; ratings since then are gathered, and their snapshot built, in the background.
 */
export async function currentSnapshot(
  auditId: number,
  clock: () => Date = () => new Date(),
): Promise<Current> {
  const state = await stateOf(auditId)
  let snapshot = await newestSnapshot(state)
  // What already runs may have begun before the import that is waited for.
  while (!snapshot || snapshot.revision < state.awaited) snapshot = await bringUpToDate(auditId, clock)
  const revision = Math.max(state.revision, snapshot.revision)
  const behind = await lackOf(auditId, snapshot.revision, revision, clock())
  const idle = snapshot.revision >= revision && behind.ratings === 0
  const settled = idle ? Promise.resolve() : inBackground(auditId, clock)
  return { snapshot, behind, settled }
}

/**
 * Runs `work` on the current snapshot (`currentSnapshot`). Its files may be deleted at any time; should that happen
 * meanwhile, or a file turn out damaged, the snapshot is built again and `work` runs once more.
 */
export async function onCurrentSnapshot<T>(
  auditId: number,
  work: (current: Current) => Promise<T>,
  clock?: () => Date,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await currentSnapshot(auditId, clock)
    try {
      return await reading(current.snapshot, () => work(current))
    } catch (error) {
      if (attempt === 2 || !isDamage(error)) throw error
      await discard(current.snapshot.folder)
    }
  }
}

/** DuckDB's words for a file that is gone, or is no Parquet. */
function isDamage(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(IO Error|Invalid Input Error).*(parquet|No files found)/is.test(error.message)
  )
}

/** The audit's snapshot at any revision that was cut, built again where it is gone. */
export async function snapshotAt(auditId: number, revision: number): Promise<Snapshot> {
  return buildSnapshot(await keyOf(auditId, revision))
}

type State = { auditId: number; publicId: string; revision: number; awaited: number }

async function stateOf(auditId: number): Promise<State> {
  const { rows } = await pool().query<Omit<State, 'auditId'>>({
    name: 'snapshot-state',
    text: `SELECT a.public_id AS "publicId", a.revision,
        (SELECT coalesce(max(c.revision), 0) FROM cuts c WHERE c.audit_id = a.id AND c.reason <> 'ratings') AS awaited
      FROM audits a WHERE a.id = $1`,
    values: [auditId],
  })
  const [state] = rows
  if (!state) throw new PlumblineError('not-found', 'There is no such audit.')
  return { auditId, ...state }
}

async function keyOf(auditId: number, revision: number): Promise<BuildKey> {
  const { publicId, revision: newest } = await stateOf(auditId)
  const cutAt = (await cutTimes(auditId, [revision])).get(revision) ?? null
  if (revision > newest || (revision > 0 && cutAt === null))
    throw new PlumblineError('not-found', `This audit has no revision ${revision}.`)
  return { auditId, publicId, revision, cutAt }
}

async function cutTimes(auditId: number, revisions: number[]): Promise<Map<number, Date>> {
  const { rows } = await pool().query<{ revision: number; at: Date }>({
    name: 'cut-times',
    text: 'SELECT revision, at FROM cuts WHERE audit_id = $1 AND revision = ANY($2)',
    values: [auditId, revisions],
  })
  return new Map(rows.map(({ revision, at }) => [revision, at]))
}

async function newestSnapshot({ auditId, publicId, revision: newest }: State): Promise<Snapshot | null> {
  const revisions = (await listSnapshots(publicId)).map(({ revision }) => revision)
  const cuts = await cutTimes(auditId, revisions)
  for (const revision of revisions.filter((one) => one <= newest)) {
    const found = await findSnapshot({ publicId, revision, cutAt: cuts.get(revision) ?? null })
    if (found) return found
  }
  return null
}

const running = new Map<number, Promise<Snapshot>>()

/** Gathers ratings where it is time to, and builds the newest revision; for all who ask meanwhile together. */
function bringUpToDate(auditId: number, clock: () => Date): Promise<Snapshot> {
  let run = running.get(auditId)
  if (!run) {
    run = update(auditId, clock).finally(() => running.delete(auditId))
    running.set(auditId, run)
  }
  return run
}

async function inBackground(auditId: number, clock: () => Date): Promise<void> {
  await bringUpToDate(auditId, clock).catch((error: unknown) =>
    log().error({ err: error, audit_id: auditId }, 'a snapshot could not be built'),
  )
}

async function update(auditId: number, clock: () => Date): Promise<Snapshot> {
  await gatherRatings(auditId, clock())
  const { revision } = await stateOf(auditId)
  const key = await keyOf(auditId, revision)
  const snapshot = await buildSnapshot(key)
  await evict(key.publicId)
  return snapshot
}

/** Cuts a revision out of the ratings that no revision holds, unless there are none or the last such cut is too recent. */
async function gatherRatings(auditId: number, now: Date): Promise<void> {
  if (!(await isTimeToGather(pool(), auditId, now))) return
  await transaction(async (client) => {
    const revision = await lockNextRevision(client, auditId)
    // Another process may have cut while this one waited for the lock.
    if (await isTimeToGather(client, auditId, now)) await stampRevision(client, auditId, revision, 'ratings')
  })
}

async function isTimeToGather(db: Db, auditId: number, now: Date): Promise<boolean> {
  const { rows } = await db.query<{ pending: boolean; gathered_at: Date | null }>(
    `SELECT (SELECT max(at) FROM cuts WHERE audit_id = $1 AND reason = 'ratings') AS gathered_at,
      ${ANY_UNGATHERED} AS pending`,
    [auditId],
  )
  const { pending, gathered_at: gatheredAt } = rows[0]!
  return pending && (!gatheredAt || now.getTime() - gatheredAt.getTime() >= GATHER_EVERY_MS)
}
