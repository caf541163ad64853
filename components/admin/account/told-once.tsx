/** A secret that is shown only once. One click selects all of it, even without script. */
export function ToldOnce({
  label,
  secret,
  kept = 'the site stores only its hash',
  children,
}: {
  label: string
  secret: string
  /** How the site keeps it. */
  kept?: string
  children?: string
}) {
  return (
    <div role="status" className="grid max-w-140 gap-1.5 border-2 border-ink p-4">
      <p className="font-[580] text-small">{label}</p>
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1.5">
        <code className="select-all text-small wrap-anywhere">{secret}</code>
        <button type="button" data-copy={secret} className="linked hidden text-small scripted:inline">
          Copy
        </button>
      </p>
      <p className="text-label text-soft">
        This is shown only once: {kept}. {children}
      </p>
    </div>
  )
}
