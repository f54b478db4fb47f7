import { parentPort } from 'node:worker_threads'
import { computeBatch } from './batch'

/** The other thread that computes features: texts in, features out, one batch at a time. */
export type FeatureRequest = { id: number; texts: string[] }
export type FeatureAnswer = { id: number; languages: string[]; values: Float64Array<ArrayBuffer> }

parentPort?.on('message', ({ id, texts }: FeatureRequest) => {
  const { languages, values } = computeBatch(texts)
  parentPort?.postMessage({ id, languages, values }, [values.buffer as ArrayBuffer])
})
