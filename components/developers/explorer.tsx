import { useEffect, useState } from 'react'
import type { ApiRead, ReadParameter } from './api-read.ts'
import { ReadForm } from './read-form.tsx'
import { ReadPath } from './read-path.tsx'

type Description = { paths: Record<string, { get?: { parameters: ReadParameter[] } }> }

const DESCRIPTION_ADDRESS = '/api/v1/openapi.json'

/**
 * The list of reads, each with a form that sends it and shows the answer. The fields come from the API's own description, which is
 * fetched when the list appears; without it, the parameters of the examples are there.
 */
export function Explorer({ reads }: { reads: readonly ApiRead[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [description, setDescription] = useState<Description | null>(null)
  useEffect(() => {
    fetch(DESCRIPTION_ADDRESS)
      .then(async (response) => {
        if (response.ok) setDescription(await response.json())
      })
      .catch(reportError)
  }, [])
  return (
    <ul className="ruled">
      {reads.map((read) => {
        const isChosen = read.path === chosen
        return (
          <li key={read.path} className="py-2">
            <button
              type="button"
              aria-expanded={isChosen}
              onClick={() => setChosen(isChosen ? null : read.path)}
              className="linked text-left"
            >
              {read.summary}
            </button>
            <ReadPath path={read.path} />
            {isChosen && <ReadForm read={read} parameters={description?.paths[read.path]?.get?.parameters ?? null} />}
          </li>
        )
      })}
    </ul>
  )
}
