import { type KeyboardEvent, type MouseEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { type Entry, listEntries, type NamedVendor } from './palette-entries.ts'

interface PaletteOptions {
  /** Hands over what was typed before the dialog loaded. */
  takeEarly: () => string
  onClose: () => void
}

/** Opens the palette at the end of the page, and removes it when it is closed. */
export function openPalette({ takeEarly, onClose }: PaletteOptions): void {
  const box = document.createElement('div')
  document.body.append(box)
  const root = createRoot(box)
  const close = () => {
    root.unmount()
    box.remove()
    onClose()
  }
  root.render(<PaletteDialog takeEarly={takeEarly} onClose={close} />)
}

/**
 * A list of destinations, filtered as the reader types: a combobox whose list is always open, after the pattern of
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/. Focus stays in the field; arrow keys move through the list, Enter opens
 * an entry.
 */
function PaletteDialog({ takeEarly, onClose }: PaletteOptions) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const { vendors, isMissing } = useVendorNames()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const entries = listEntries(query, vendors, vendorHere(vendors), new Date())

  // Modal, so that focus returns to where it was and the page behind is inert.
  // A layout effect runs before the next key press, which would otherwise overwrite the text that was typed early.
  useLayoutEffect(() => {
    dialog.current?.showModal()
    setQuery(takeEarly())
  }, [takeEarly])
  useEffect(() => {
    // Braces, because scrolling returns a promise in some browsers, and React would take it for a clean-up function.
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  function walk(event: KeyboardEvent) {
    const last = entries.length - 1
    const moves: Record<string, number> = {
      ArrowDown: active === last ? 0 : active + 1,
      ArrowUp: active === 0 ? last : active - 1,
      PageDown: Math.min(last, active + 5),
      PageUp: Math.max(0, active - 5),
    }
    const next = moves[event.key]
    const entry = entries[active]
    if (next !== undefined) setActive(next)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing && entry) go(entry, event)
    else return
    event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it as Escape does
    <dialog
      ref={dialog}
      aria-label="Go to"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
      className="mx-auto mt-[12vh] mb-auto w-140 max-w-[calc(100vw-1.5rem)] overflow-hidden rounded-lg border border-line bg-paper text-body text-ink raised backdrop:bg-black/30 max-sm:mt-3"
    >
      <input
        type="text"
        role="combobox"
        aria-label="Vendor, page, date or words"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={entries[active] && `${id}-${active}`}
        aria-autocomplete="list"
        placeholder="Vendor, page, date or words"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setActive(0)
        }}
        onKeyDown={walk}
        className="h-12 w-full border-line border-b bg-paper px-4 text-base outline-none"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Places"
        className="max-h-[min(26rem,60vh)] overflow-y-auto py-1.5"
      >
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field takes the keys
          <div
            key={entry.href}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={(event) => go(entry, event)}
            onPointerMove={() => setActive(index)}
            className="flex min-h-9 cursor-pointer items-center justify-between gap-x-4 px-4 aria-selected:bg-tint pointer-coarse:min-h-11"
          >
            <bdi className="truncate">{entry.label}</bdi>
            <span className="shrink-0 text-label text-soft">{entry.aside}</span>
          </div>
        ))}
      </div>
      <div className="flex items-center justify-between border-line border-t px-4 text-label text-soft">
        <p role="status">
          {isMissing
            ? 'The list of vendors is not available right now.'
            : `${entries.length} place${entries.length === 1 ? '' : 's'}`}
        </p>
        <button
          type="button"
          onClick={() => dialog.current?.close()}
          className="linked min-h-9 pointer-coarse:min-h-11"
        >
          Close
        </button>
      </div>
    </dialog>
  )
}

/** Opens an entry as a link would: in a new tab or window when Ctrl or Cmd is held. */
function go({ href }: Entry, { ctrlKey, metaKey }: KeyboardEvent | MouseEvent) {
  if (ctrlKey || metaKey) window.open(href, '_blank', 'noopener')
  else location.assign(href)
}

function useVendorNames(): { vendors: NamedVendor[]; isMissing: boolean } {
  const [vendors, setVendors] = useState<NamedVendor[]>([])
  const [isMissing, setMissing] = useState(false)
  useEffect(() => {
    const controller = new AbortController()
    loadVendorNames(controller.signal)
      .then(setVendors)
      .catch(() => setMissing(!controller.signal.aborted))
    return () => controller.abort()
  }, [])
  return { vendors, isMissing }
}

async function loadVendorNames(signal: AbortSignal): Promise<NamedVendor[]> {
  const answer = await fetch('/api/v1/vendor-names', { signal })
  if (!answer.ok) throw new Error(`The vendors were answered with HTTP ${answer.status}.`)
  return ((await answer.json()) as { vendors: NamedVendor[] }).vendors
}

/** The vendor whose history or incident is open. */
function vendorHere(vendors: NamedVendor[]): NamedVendor | null {
  const [, slug] = /^\/vendors\/([^/]+)/.exec(location.pathname) ?? []
  return vendors.find((vendor) => vendor.slug === slug) ?? null
}
