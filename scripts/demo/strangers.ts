/** What a life takes from around it where no vault is: people who are only ids, and accounts that nobody has. */
import type { Desk } from '@jiahe/domain/desk.ts'
import { derivedId } from '@jiahe/domain/ids.ts'
import type { Submission } from '@jiahe/intake/plan.ts'
import type { ResolvedPerson } from '@jiahe/privacy/people.ts'
import type { Surroundings } from './life.ts'

export const amongStrangers = (desk: Desk, until: Date): Surroundings => ({
  ...{ desk, until, peopleOf: peopleOf(until) },
  referenceOf: ({ body }) => `${body.source} ${body.sourceRef}`,
  contentOf: ({ body }) => derivedId(until, JSON.stringify(body)),
  actorOf: (federation) => `account:${derivedId(until, 'account', federation)}`,
})

/** The same person by the same number; who has none is somebody of that submission alone. */
const peopleOf =
  (until: Date) =>
  ({ body }: Submission): ResolvedPerson[] =>
    body.parties.map(({ idNumber }, i) => ({
      personId: derivedId(until, 'person', idNumber ?? `${body.sourceRef} ${i}`),
      identified: idNumber !== undefined,
      isNew: false,
    }))
