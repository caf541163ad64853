const SHORTCUTS = [
  { key: 'Ctrl K', effect: 'go to a vendor or page (⌘ K on a Mac)' },
  { key: '/', effect: 'search' },
  { key: 't', effect: 'switch between UTC and local time' },
  { key: '?', effect: 'show this list' },
] as const

export function ShortcutsDialog() {
  return (
    <dialog
      id="shortcuts"
      aria-labelledby="shortcuts-title"
      className="m-auto w-80 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-paper p-5 text-ink text-small raised backdrop:bg-black/30"
    >
      <h2 id="shortcuts-title" className="font-[620] text-body">
        Keyboard shortcuts
      </h2>
      <dl className="mt-3 grid grid-cols-[3.75rem_1fr] gap-y-1.5">
        {SHORTCUTS.map(({ key, effect }) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded border border-line px-1.5 font-sans">{key}</kbd>
            </dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex min-h-9 items-center gap-2">
        <input type="checkbox" data-setting="shortcuts" defaultChecked suppressHydrationWarning />
        Shortcuts are on
      </label>
      <form method="dialog" className="mt-2 text-right">
        <button type="submit" className="linked min-h-9 px-1">
          Close
        </button>
      </form>
    </dialog>
  )
}
