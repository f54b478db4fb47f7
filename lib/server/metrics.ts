import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

type Metrics = {
  registry: Registry
  duration: Histogram<'method' | 'route' | 'status'>
  ratings: Counter<'status'>
  imports: Counter<'kind' | 'outcome'>
}

declare global {
  var plumblineMetrics: Metrics | undefined
}

/** The one set of metrics of this process. No label names an audit, a model or a person. */
export function metrics(): Metrics {
  globalThis.plumblineMetrics ??= makeMetrics()
  return globalThis.plumblineMetrics
}

/** Counts a submission that was stored: `counted` or `extra`. */
export function countRating(status: 'counted' | 'extra'): void {
  metrics().ratings.inc({ status })
}

/** Counts an import of one kind of records. */
export function countImport(kind: string, outcome: 'written' | 'refused'): void {
  metrics().imports.inc({ kind, outcome })
}

function makeMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    duration: new Histogram({
      name: 'plumbline_http_request_duration_seconds',
      help: 'Time until a route handler has answered, without the streaming of its body.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    ratings: new Counter({
      name: 'plumbline_ratings_submitted_total',
      help: 'Submissions that were stored.',
      labelNames: ['status'],
      registers,
    }),
    imports: new Counter({
      name: 'plumbline_imports_total',
      help: 'Imports, by the kind of records and whether they were written.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
  }
}
