import { Button } from '@/components/ui/button'
import { ThemeToggle } from '@/components/ui/theme-toggle'
import { SizeButtons, type TextSize } from './top-bar'

/** On a phone: what has no room in the bar. */
export function More({
  textSize,
  onMine,
  onGuidelines,
}: {
  textSize: TextSize
  onMine: () => void
  onGuidelines: () => void
}) {
  return (
    <div className="flex flex-col gap-2">
      <Button className="h-11! justify-start" onClick={onMine}>
        Your ratings
      </Button>
      <Button className="h-11! justify-start" onClick={onGuidelines}>
        Guidelines
      </Button>
      <div className="mt-2 flex items-center gap-1">
        <span className="mr-auto text-sm text-muted">Text size</span>
        <SizeButtons {...textSize} />
      </div>
      <div className="flex items-center gap-1">
        <span className="mr-auto text-sm text-muted">Light or dark</span>
        <ThemeToggle />
      </div>
    </div>
  )
}
