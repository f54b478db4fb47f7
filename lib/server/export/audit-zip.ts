import { createHash } from 'node:crypto'
import { auditInputSchema } from '@/lib/domain/audit'
import { EXPORT_NAMES, type ExportName } from '@/lib/domain/exports'
import { RECORD_KINDS } from '@/lib/domain/records'
import { formatQuestion, type Question } from '@/lib/domain/selection'
import { featureByKey } from '@/lib/features/registry'
import { reportOn } from '@/lib/server/analysis/report'
import { analystAudit, findAudit } from '@/lib/server/audits/find'
import { hold } from '@/lib/server/snapshot/folders'
import type { Current } from '@/lib/server/snapshot/refresh'
import { knownAnswersParts, recordParts } from './records'
import { type Parts, textParts } from './stream'
import { type ZipEntry, zipParts } from './zip'

/** Raised with every change that a program which reads a zip must know of. */
const FORMAT = 1

/** What is in the zip as well, for people: all exports but the snapshot's own files, which are built from the records. */
const ZIPPED = EXPORT_NAMES.filter(
  (name): name is Exclude<ExportName, 'audit.zip'> => name !== 'audit.zip' && !name.endsWith('.parquet'),
)

/**
 * `audit.zip`: the settings as `POST /audits` takes them, the records as imports take them, the report with its plan and
 * blinding, the other exports (`bins.csv` of every feature unless some are asked for), and a manifest with the size and hash of each file. Imported into an empty server, settings
 * and records give the same estimates, unless a sample weighted the outputs; comparisons and work that is set aside are not
 * among the records.
 */
export async function auditZip(
  current: Pick<Current, 'snapshot' | 'behind'>,
  asked: Question,
  partsOf: (name: (typeof ZIPPED)[number], question: Question) => Promise<Parts> | Parts,
): Promise<Parts> {
  const { snapshot } = current
  // Whoever names no feature takes the bins of all along.
  const every = snapshot.meta.features.flatMap(({ key }) =>
    featureByKey(key)?.inReport === false ? [] : key,
  )
  const question = asked.feature.length > 0 ? asked : { ...asked, feature: every }
  const audit = await findAudit(snapshot.meta.audit)
  const settings = analystAudit(audit)
  // Whatever can be refused is refused before the first byte.
  const report = await reportOn(current, audit, asked)
  const exports: ZipEntry[] = []
  for (const name of ZIPPED)
    exports.push({ name, parts: await partsOf(name, name === 'bins.csv' ? question : asked) })
  const files: ZipEntry[] = [
    { name: 'audit.json', parts: json(inputOf(settings)) },
    ...RECORD_KINDS.map((kind) => ({
      name: `records/${kind}.jsonl`,
      parts: recordParts(audit.id, snapshot, kind),
    })),
    { name: 'known-answers.csv', parts: knownAnswersParts(audit.id, snapshot) },
    { name: 'report.json', parts: json(report) },
    ...exports,
  ]
  const listed: { name: string; bytes: number; sha256: string }[] = []
  const { id, slug, status, plan, sealed, synthetic } = settings
  const manifest = {
    format: FORMAT,
    ...{ audit: id, slug, revision: snapshot.revision, cut_at: snapshot.meta.cut_at },
    ...{ status, plan, sealed, synthetic, question: String(formatQuestion(asked)) },
    files: listed,
  }
  const entries = [
    ...files.map(({ name, parts }) => ({
      name,
      parts: measured(parts, (size) => listed.push({ name, ...size })),
    })),
    // Made when its turn comes, which is once all files are listed.
    { name: 'manifest.json', parts: (signal: AbortSignal) => json(manifest)(signal) },
  ]
  const zip = zipParts(entries, new Date(snapshot.meta.cut_at ?? audit.createdAt))
  return async function* (signal) {
    const release = hold(snapshot)
    try {
      yield* zip(signal)
    } finally {
      release()
    }
  }
}

/** What makes the same audit again. */
function inputOf(settings: ReturnType<typeof analystAudit>) {
  const fields = Object.keys(auditInputSchema.shape)
  return Object.fromEntries(Object.entries(settings).filter(([key]) => fields.includes(key)))
}

function json(value: unknown): Parts {
  return textParts(`${JSON.stringify(value, null, 2)}\n`)
}

/** The same parts; at their end `done` gets their size and hash. */
function measured(parts: Parts, done: (size: { bytes: number; sha256: string }) => void): Parts {
  return async function* (signal) {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const part of parts(signal)) {
      hash.update(part)
      bytes += part.byteLength
      yield part
    }
    done({ bytes, sha256: hash.digest('hex') })
  }
}
