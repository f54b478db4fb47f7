import type { Command } from 'commander'

/** `plumbline features recompute`: after an update, brings stored features to what the code computes today. */
export function addFeatures(program: Command): void {
  program
    .command('features')
    .description('surface features of the texts')
    .command('recompute')
    .description('computes anew what an older version of a feature computed, in one audit or in all')
    .argument('[audit]', "the audit's slug or id")
    .action(async (slug?: string) => {
      const { findAudit } = await import('@/lib/server/audits/find')
      const { pool } = await import('@/lib/server/db/pool')
      const { recomputeFeatures } = await import('@/lib/server/intake/features/recompute')
      const audits = slug
        ? [await findAudit(slug)]
        : (await pool().query<{ id: number; slug: string }>('SELECT id, slug FROM audits ORDER BY id')).rows
      for (const audit of audits) {
        const { outputs, revision } = await recomputeFeatures(audit.id)
        process.stdout.write(
          outputs > 0
            ? `${audit.slug}: ${outputs} outputs computed anew, revision ${revision}\n`
            : `${audit.slug}: up to date\n`,
        )
      }
    })
}
