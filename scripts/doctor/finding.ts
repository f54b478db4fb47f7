/** What one check found. */
export type Finding = { what: string; well: boolean; says: string }

/** Runs a check: it returns what is well, and throws what is wrong and what to do. */
export async function findingOf(what: string, check: () => string | Promise<string>): Promise<Finding> {
  try {
    return { what, well: true, says: await check() }
  } catch (error) {
    return { what, well: false, says: error instanceof Error ? error.message : String(error) }
  }
}
