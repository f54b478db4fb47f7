import { platform, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { readBatch } from './batch'
import { type FeatureAnswer, type FeatureRequest, textsOf } from './texts'

// On Linux this is the priority of the thread: it gives way to the one that reads the file and to PostgreSQL, since
// features can be computed just as well while PostgreSQL merges. Elsewhere it would be that of the whole process.
if (platform() === 'linux') setPriority(10)

/** The other thread that computes features: texts in, features out, one batch at a time. */
parentPort?.on('message', (request: FeatureRequest) => {
  const answer: FeatureAnswer = { id: request.id, ...readBatch(textsOf(request), request.names) }
  parentPort?.postMessage(answer, [answer.values.buffer])
})
