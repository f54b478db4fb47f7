// @ts-check
/**
 * The entry of every thread of imports. It is plain JavaScript that no bundler touches, so that the same file starts a
 * thread from the built app, from the command line and from tests; it loads the TypeScript that `workerData.entry` names.
 */
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register({ tsconfig: new URL('../../../tsconfig.json', import.meta.url).pathname })
await import(new URL(workerData.entry, import.meta.url).href)
