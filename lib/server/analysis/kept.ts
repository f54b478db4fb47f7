/** How many answers stay: each is some tens of kilobytes. */
const MOST = 200

declare global {
  var plumblineAnswers: Map<string, Promise<unknown>> | undefined
}

/**
 * The answer once computed for `key`, or `compute`'s; who asks meanwhile waits for the same. The key says all that the
 * answer depends on, the snapshot included. The least recently asked go first; a failure is not kept.
 */
export function kept<T>(key: string, compute: () => Promise<T>): Promise<T> {
  globalThis.plumblineAnswers ??= new Map()
  const answers = globalThis.plumblineAnswers
  const known = answers.get(key) as Promise<T> | undefined
  const answer = known ?? compute()
  answers.delete(key)
  answers.set(key, answer)
  if (!known)
    answer.catch(() => {
      if (answers.get(key) === answer) answers.delete(key)
    })
  for (const oldest of answers.keys()) {
    if (answers.size <= MOST) break
    answers.delete(oldest)
  }
  return answer
}
