/** What Next hands to a page, as the query string it came from. */
export function queryFrom(given: Record<string, string | string[] | undefined>): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(given))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) params.append(name, one)
  return params
}
