import type { Locator, Page } from '@playwright/test'
import { choose, press, tabTo } from './keyboard.ts'

/** Somebody at a page, whose actions are counted. Reading, scrolling and moving the focus are not actions. */
export interface Visitor {
  /** How many actions there were so far. */
  actions(): number
  /** Follows a link or presses a button. */
  press(target: Locator): Promise<void>
  /** Types into a field and sends its form with Enter: one action. */
  send(field: Locator, text: string): Promise<void>
  /** Types into a field. */
  type(field: Locator, text: string): Promise<void>
  /** Chooses from a closed list the first option that begins with this. */
  choose(list: Locator, beginning: string): Promise<void>
}

interface Hands {
  press(target: Locator): Promise<void>
  enter(field: Locator): Promise<void>
  choose(list: Locator, beginning: string): Promise<void>
}

export function visitorAt(page: Page, by: 'mouse' | 'touch' | 'keys'): Visitor {
  const hands = by === 'keys' ? keysOf(page) : pointerOf(by)
  let actions = 0
  const type = async (field: Locator, text: string) => {
    actions += 1
    await hands.enter(field)
    await page.keyboard.type(text)
  }
  return {
    actions: () => actions,
    type,
    press: async (target) => {
      actions += 1
      await hands.press(target)
    },
    send: async (field, text) => {
      await type(field, text)
      await page.keyboard.press('Enter')
    },
    choose: async (list, beginning) => {
      actions += 1
      await hands.choose(list, beginning)
    },
  }
}

function keysOf(page: Page): Hands {
  return {
    press: (target) => press(page, target),
    enter: (field) => tabTo(page, field),
    choose: (list, beginning) => choose(page, list, beginning),
  }
}

function pointerOf(by: 'mouse' | 'touch'): Hands {
  const press = (target: Locator) => (by === 'touch' ? target.tap() : target.click())
  return {
    press,
    enter: press,
    choose: async (list, beginning) => {
      const option = list.locator('option').filter({ hasText: new RegExp(`^${beginning}`) })
      await list.selectOption((await option.first().getAttribute('value')) ?? [])
    },
  }
}
