import type { RecordKind } from '@/lib/domain/records'

export const KIND_LABELS: Record<RecordKind, string> = {
  outputs: 'Outputs',
  'model-ratings': 'Models’ ratings',
  'human-ratings': 'Human ratings',
  verified: 'Verified labels',
}

export const KIND_OPTIONS = Object.entries(KIND_LABELS).map(([value, label]) => ({ value, label }))
