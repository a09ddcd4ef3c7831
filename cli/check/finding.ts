/** One thing that a check looked at. wrong: measurements are missing or mistaken, and `mend` says what to do. */
export type Finding = {
  about: 'page' | 'tag' | 'script' | 'beacon' | 'collector' | 'sample' | 'stored' | 'limits'
  standing: 'well' | 'wrong' | 'note'
  /** Holds text from strangers: escape it. */
  text: string
  mend?: string
}

type Judge = (about: Finding['about'], text: string) => Finding

export const well: Judge = (about, text) => ({ about, standing: 'well', text })
export const note: Judge = (about, text) => ({ about, standing: 'note', text })
export const wrong = (about: Finding['about'], text: string, mend: string): Finding => ({
  about,
  standing: 'wrong',
  text,
  mend,
})
