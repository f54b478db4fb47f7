import { countOf, formatBytes, formatSeconds } from '@/lib/domain/format'
import type { Health } from '@/lib/domain/health'
import { Notice } from '../ui/notice'

/** How the server fares, in a few facts. */
export function HealthList({
  problem,
  version,
  postgres,
  databaseBytes,
  migrations,
  dataFolder,
  snapshotBytes,
  uptime,
  memoryBytes,
  node,
}: Health) {
  const applied =
    migrations === null ? 'not known' : `${countOf(migrations, 'migration')} applied, none missing`
  const facts = [
    ['Plumbline', `version ${version}, up ${formatSeconds(Math.round(uptime))}`],
    ['Database', postgres ? `PostgreSQL ${postgres}, ${formatBytes(databaseBytes)}` : 'not reached'],
    ['Migrations', applied],
    ['Snapshots', `${formatBytes(snapshotBytes)}; they can be deleted and are built again`],
    ['Process', `Node ${node}, ${formatBytes(memoryBytes)} of memory`],
    ['Data folder', dataFolder],
  ] as const
  return (
    <div className="flex max-w-measure flex-col gap-4">
      {problem ? <Notice tone="danger">{problem}</Notice> : <Notice tone="done">All is well.</Notice>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-muted">
        <code className="font-mono">npx plumbline doctor</code> looks closer and says what to do.
      </p>
    </div>
  )
}
