import { beforeEach, expect, it } from 'vitest'
import { createMemoryReturn } from '#lib/worker/give-back-memory.ts'

const MB = 1024 * 1024
let heap: number
let collections: number
let look: (isIdle: boolean) => void

beforeEach(() => {
  heap = 60 * MB
  collections = 0
  look = createMemoryReturn(
    () => heap,
    () => {
      collections += 1
      heap = 100 * MB
    },
  )
})

it('an ordinary heap is left alone', () => {
  for (let time = 0; time < 10; time += 1) look(true)
  expect(collections).toBe(0)
})

it('a heap that has grown is collected once, when nothing has been under way for two looks', () => {
  heap = 160 * MB
  for (const isIdle of [false, true, false, true]) look(isIdle)
  expect(collections).toBe(0)
  for (let time = 0; time < 10; time += 1) look(true)
  expect(collections).toBe(1)
})

it('what a collection leaves is not collected again until it has grown by a quarter', () => {
  heap = 160 * MB
  for (let time = 0; time < 2; time += 1) look(true)
  heap = 120 * MB
  for (let time = 0; time < 3; time += 1) look(true)
  expect(collections).toBe(1)
  heap = 126 * MB
  look(true)
  expect(collections).toBe(2)
})
