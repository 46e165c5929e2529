/**
 * A grade as it is shown: what was recorded, word for word, with the names of the factors beside it, and with
 * what a reader must not forget: the points are a starting value and no validated scale.
 */
import type { FamilyCaseEvent } from '@jiahe/domain/catalogue.ts'
import { formFactors } from '@jiahe/domain/models/publication.ts'

export const statement = '分值为依据已发表量表和专家判断设定的起始值，未经本地验证，不是经过效度检验的量表。'

type RiskGraded = Extract<FamilyCaseEvent, { type: 'RiskGraded' }>
type Contribution = RiskGraded['data']['contributions'][number]

export interface ExplainedGrade
  extends Pick<RiskGraded['data'], 'level' | 'score' | 'coverage' | 'model' | 'floors' | 'unknowns'> {
  readonly contributions: readonly (Contribution & { readonly name: string })[]
  readonly eventId: string
  /** The event that made the case be graded. */
  readonly causeId: string | null
  readonly gradedAt: string
  readonly track: RiskGraded['data']['track']
  /** A low grade of which less than half is known: show it as 低（了解不足）. */
  readonly littleKnown: boolean
  readonly outsideValidation: boolean
  readonly mandatoryReport: boolean
  readonly handedOver: RiskGraded['data']['handedOver']
  /** Chinese names of the factors under `floors` and `unknowns`. */
  readonly factorNames: Readonly<Record<string, string>>
  readonly statement: string
}

/** Newest first. */
export function explainGrades(events: readonly FamilyCaseEvent[]): ExplainedGrade[] {
  return events
    .filter((event) => event.type === 'RiskGraded')
    .map(explained)
    .reverse()
}

function explained({ id, data, metadata }: RiskGraded): ExplainedGrade {
  const { level, score, coverage, model, floors, unknowns, track, handedOver } = data
  const { outsideValidation, mandatoryReport } = data
  return {
    ...{ level, score, coverage, model, floors, unknowns },
    contributions: data.contributions.map(({ factor, points, source, events }) => ({
      factor,
      name: nameOf(factor),
      points,
      source,
      events,
    })),
    eventId: id,
    causeId: metadata.causationId,
    gradedAt: metadata.recordedAt,
    ...{ track, littleKnown: isLittleKnown(data), outsideValidation, mandatoryReport, handedOver },
    factorNames: Object.fromEntries([...floors, ...unknowns].map((factor) => [factor, nameOf(factor)])),
    statement,
  }
}

export const isLittleKnown = ({ level, coverage }: Pick<RiskGraded['data'], 'level' | 'coverage'>): boolean =>
  level === 'low' && coverage < 0.5

/** As the forms call it, whatever the model. A combination is named by its parts. */
const nameOf = (factor: string): string =>
  factor
    .split('+')
    .map((part) => formFactors.get(part)?.name ?? part)
    .join(' + ')
