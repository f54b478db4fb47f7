import { formatBytes, formatSeconds } from '@/lib/domain/format'
import { Notice } from '../ui/notice'

export function HealthList({
  problem,
  postgres,
  databaseBytes,
  dataFolder,
  uptime,
  memoryBytes,
  node,
}: {
  problem: string | null
  postgres: string | null
  databaseBytes: number | null
  dataFolder: string
  uptime: number
  memoryBytes: number
  node: string
}) {
  const facts = [
    ['Database', postgres ? `PostgreSQL ${postgres}, ${formatBytes(databaseBytes)}` : 'not reached'],
    ['Server', `Node ${node}, up ${formatSeconds(uptime)}, ${formatBytes(memoryBytes)} of memory`],
    ['Data folder', dataFolder],
  ] as const
  return (
    <div className="flex flex-col gap-4">
      {problem ? <Notice tone="danger">{problem}</Notice> : <Notice tone="done">All is well.</Notice>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-muted">
        <code className="font-mono">npx plumbline doctor</code> looks closer and says what to do.
      </p>
    </div>
  )
}
