import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/server/db/env'
import { metaSchema, type SnapshotMeta } from './meta'

/** A finished snapshot on disk: an audit's facts at one revision. */
export type Snapshot = {
  folder: string
  facts: string
  ratings: string
  comparisons: string
  revision: number
  meta: SnapshotMeta
}

/** Which snapshot: the cut's time tells it from the same revision of a database that was put back from a backup. */
export type SnapshotKey = { publicId: string; revision: number; cutAt: Date | null }

/** How many finished snapshots of an audit stay. */
const KEPT = 3

const readers = new Map<string, number>()

/** Keeps a snapshot from being evicted by this process while `work` reads it. */
export async function reading<T>(snapshot: Snapshot, work: () => Promise<T>): Promise<T> {
  const release = hold(snapshot)
  try {
    return await work()
  } finally {
    release()
  }
}

/** Keeps a snapshot from being evicted by this process until the answer is called. */
export function hold({ folder }: Snapshot): () => void {
  readers.set(folder, (readers.get(folder) ?? 0) + 1)
  return () => {
    const left = (readers.get(folder) ?? 1) - 1
    if (left > 0) readers.set(folder, left)
    else readers.delete(folder)
  }
}

/** The snapshot if it is finished and whole in its parts, else null. */
export async function findSnapshot(key: SnapshotKey): Promise<Snapshot | null> {
  return openFolder(folderOf(key))
}

/** The audit's finished snapshots in the order of their revisions, the newest first. */
export async function listSnapshots(publicId: string): Promise<{ revision: number; folder: string }[]> {
  const names = await readdir(auditFolder(publicId)).catch(() => [] as string[])
  return names
    .flatMap((name) => {
      const revision = /^(\d+)-[0-9a-z]+$/.exec(name)?.[1]
      return revision ? [{ revision: Number(revision), folder: path.join(auditFolder(publicId), name) }] : []
    })
    .sort((a, b) => b.revision - a.revision)
}

/** A new, empty folder beside the audit's snapshots, for one that is being built. */
export async function unfinishedFolder(publicId: string): Promise<string> {
  await mkdir(auditFolder(publicId), { recursive: true })
  return mkdtemp(path.join(auditFolder(publicId), 'unfinished-'))
}

/** Gives a built folder its name, in one step, once its files are on disk. Another process may have been faster. */
export async function finish(unfinished: string, key: SnapshotKey): Promise<Snapshot> {
  for (const name of await readdir(unfinished)) {
    const file = await open(path.join(unfinished, name), 'r+')
    await file.sync().finally(() => file.close())
  }
  const folder = folderOf(key)
  await rename(unfinished, folder).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(unfinished, { recursive: true, force: true })
  })
  const snapshot = await openFolder(folder)
  if (!snapshot) throw new Error(`The snapshot ${folder} vanished as it was finished`)
  return snapshot
}

/** Deletes all but the newest snapshots of an audit, and what killed builds left more than an hour ago. */
export async function evict(publicId: string, kept = KEPT): Promise<void> {
  const old = (await listSnapshots(publicId)).slice(kept).map(({ folder }) => folder)
  for (const folder of old) if (!readers.has(folder)) await discard(folder)
  for (const name of await readdir(auditFolder(publicId)).catch(() => [] as string[])) {
    const folder = path.join(auditFolder(publicId), name)
    const age = Date.now() - ((await stat(folder).catch(() => null))?.mtimeMs ?? Date.now())
    if (name.startsWith('unfinished-') && age > 3_600_000) await discard(folder)
  }
}

/** Deletes a snapshot: it can be built again. */
export async function discard(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

async function openFolder(folder: string): Promise<Snapshot | null> {
  const text = await readFile(path.join(folder, 'meta.json'), 'utf8').catch(() => null)
  if (text === null) return null
  const parsed = metaSchema.safeParse(parseOrNull(text))
  if (!parsed.success) {
    await discard(folder)
    return null
  }
  return {
    folder,
    facts: path.join(folder, 'facts.parquet'),
    ratings: path.join(folder, 'ratings.parquet'),
    comparisons: path.join(folder, 'comparisons.parquet'),
    revision: parsed.data.revision,
    meta: parsed.data,
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function auditFolder(publicId: string): string {
  return path.join(env().PLUMBLINE_DATA, 'snapshots', publicId)
}

function folderOf({ publicId, revision, cutAt }: SnapshotKey): string {
  return path.join(auditFolder(publicId), `${revision}-${(cutAt?.getTime() ?? 0).toString(36)}`)
}
