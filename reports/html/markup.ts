import type { VNode } from 'preact'
import { html as fromTemplate } from 'htm/preact'

export type Markup = VNode | VNode[] | string | number | false | undefined

/** Preact elements from a template: every value is escaped when it is rendered. A template holds our own words only. */
export const html = fromTemplate as (strings: TemplateStringsArray, ...values: unknown[]) => VNode
