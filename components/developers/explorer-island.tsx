import type { ReactNode } from 'react'
import type { ApiRead } from './api-read.ts'
import { Explorer } from './explorer.tsx'

export function draw(element: HTMLElement): ReactNode {
  const { reads }: { reads: ApiRead[] } = JSON.parse(element.dataset.props ?? '')
  return <Explorer reads={reads} />
}
