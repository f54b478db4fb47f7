/** The fields of a form that were filled in. */
export function filled(data: FormData): Record<string, string> {
  const entries = [...data].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  )
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('$')))
}
