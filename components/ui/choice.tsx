/**
 * A few buttons, one of them pressed. A behaviour handles `data-choose` and remembers the choice in the browser. Without script
 * there is no choice, and `fallback` says what applies.
 */
export function Choice({
  label,
  name,
  options,
  fallback,
}: {
  label: string
  name: string
  options: readonly { value: string; label: string }[]
  fallback: string
}) {
  return (
    <>
      {fallback !== '' && <p className="py-2 scripted:hidden">{fallback}</p>}
      <fieldset className="hidden items-center scripted:flex">
        <legend className="float-left pr-1.5">{label}</legend>
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            data-choose={name}
            value={option.value}
            aria-pressed="false"
            suppressHydrationWarning
            className="min-h-9 px-1.5 text-soft underline-offset-4 hover:text-ink aria-pressed:font-[620] aria-pressed:text-ink aria-pressed:underline"
          >
            {option.label}
          </button>
        ))}
      </fieldset>
    </>
  )
}
