import { confirm, isCancel, select, text } from '@clack/prompts'
import { UsageMistake } from '../usage-mistake.ts'

/** Something that a project did not tell. */
export type Question<Value extends string = string> = {
  /** The flag that answers it: '--port <n>'. */
  flag: string
  asks: string
  /** Allowed answers; absent: any text that `check` lets through. */
  choices?: readonly { value: Value; label: string }[]
  /** What most would say. Without it, `--yes` is no answer. */
  usual?: Value
  /** @returns what is wrong with an answer, or nothing */
  check?: (answer: string) => string | undefined
}

/** Answers a question: in a terminal by asking, else by what is usual. */
export type Ask = <Value extends string>(question: Question<Value>) => Promise<Value>

/** Asks in the terminal. */
export const askInTerminal: Ask = async <Value extends string>(question: Question<Value>): Promise<Value> => {
  const { asks, choices, usual, check } = question
  const answer = choices
    ? await select<string>({ message: asks, options: [...choices], initialValue: usual })
    : await text({
        message: asks,
        ...(usual !== undefined && { placeholder: usual, defaultValue: usual }),
        validate: (typed) => (usual !== undefined && !typed ? undefined : (check?.(typed ?? '') ?? undefined)),
      })
  if (isCancel(answer)) throw cancelled()
  return answer as Value
}

/** Nobody is there to ask.
 * @param takesUsual `--yes` was typed
 * @throws {UsageMistake} that names the flag, where there is no usual answer */
export const askNobody =
  (takesUsual: boolean): Ask =>
  (question) => {
    if (takesUsual && question.usual !== undefined) return Promise.resolve(question.usual)
    const allowed = question.choices ? ` (${question.choices.map(({ value }) => value).join(', ')})` : ''
    const usual = question.usual === undefined ? '' : `, or --yes for "${question.usual}"`
    return Promise.reject(
      new UsageMistake(
        `${question.asks} This can't be told from the project, and there is no terminal to ask in. Give ${question.flag}${allowed}${usual}.`,
      ),
    )
  }

/** @returns whether it may be done */
export async function agree(asks: string): Promise<boolean> {
  const answer = await confirm({ message: asks })
  if (isCancel(answer)) throw cancelled()
  return answer
}

const cancelled = () => new UsageMistake('Stopped: nothing was written.')
